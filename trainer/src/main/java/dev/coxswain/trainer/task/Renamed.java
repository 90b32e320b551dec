package dev.coxswain.trainer.task;

/// A task under another name, for settings of it that users are to find.
record Renamed(String name, Task task) implements Variant {}
