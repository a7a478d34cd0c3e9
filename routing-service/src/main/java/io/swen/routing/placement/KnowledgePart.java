package io.swen.routing.placement;

/** A part of what placements are decided from that can be stored beside decisions and read again; immutable. */
public interface KnowledgePart {

    /** {@code sha256:} and the hex digest of {@link #bytes()}. */
    String id();

    /** The part's canonical serialised form; equal parts have equal bytes, and what is read from them decides the same. */
    byte[] bytes();
}
