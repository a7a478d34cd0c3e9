package io.swen.routing.artifact;

import java.util.function.Supplier;

/**
 * A part of what a decision is made from.
 *
 * @param kind what it is, such as {@code offers}
 * @param hash of its bytes, as {@link io.swen.platform.json.ContentHash} gives it
 * @param bytes makes the bytes; asked only where they are not stored yet
 */
public record Artifact(String kind, String hash, Supplier<byte[]> bytes) {}
