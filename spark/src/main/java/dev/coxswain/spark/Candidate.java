package dev.coxswain.spark;

import java.io.Serializable;

/// A prompt that a shortlist may take.
///
/// @param id unique in the pool
/// @param utility u, higher is better; no NaN
/// @param vector x, (d), of any positive length; shared, never written
@SuppressWarnings("ArrayRecordComponent") // never compared, and there are millions
record Candidate(String id, double utility, float[] vector) implements Serializable {}
