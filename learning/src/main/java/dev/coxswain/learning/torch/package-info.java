/// Automatic differentiation with PyTorch (through DJL), cut down to what the product needs: one
/// thread a computation, parameters that can be copied out as plain floats, and an Adam whose
/// moments can be saved.
@NullMarked
package dev.coxswain.learning.torch;

import org.jspecify.annotations.NullMarked;
