package io.swen.telemetry.metrics;

import org.jspecify.annotations.Nullable;

/** Why a sample is not taken: the field, what was given in it, and what is allowed. */
public record Refusal(String field, @Nullable String given, String allowed) {}
