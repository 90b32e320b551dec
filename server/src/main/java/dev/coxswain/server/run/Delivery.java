package dev.coxswain.server.run;

import dev.coxswain.outcome.Outcome;

/// A group's outcome on its way to the engine.
///
/// @param event that closed the group
/// @param batch it belongs to
/// @param outcome with the ticket as the engine knows it
record Delivery(long event, Handed batch, Outcome outcome) {}
