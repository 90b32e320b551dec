package dev.coxswain.server.http;

/// One thing that the server was told when it started, as an operator is shown it. Nothing secret.
///
/// @param origin where the value is from: a flag, a variable, a file, or a default
public record Setting(String name, String value, String origin) {}
