/// How often the policy of this step would solve each prompt, before any rollout is paid for.
@NullMarked
package dev.coxswain.prediction;

import org.jspecify.annotations.NullMarked;
