package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.prompt.Prompt;
import java.util.Optional;

/// One row of a pool file that was found good.
///
/// @param given the prompt as the file has it, a text or a list of messages
/// @param level as the file has it
/// @param vector its embedding as the file has it, not scaled
record PromptRow(
    Place place,
    Prompt prompt,
    JsonNode given,
    Optional<JsonNode> level,
    Optional<float[]> vector) {}
