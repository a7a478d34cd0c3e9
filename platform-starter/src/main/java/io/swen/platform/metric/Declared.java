package io.swen.platform.metric;

/** A constant that declares a metric; a service lists all of its own in one enum. */
public interface Declared {
    /** Name, kind, tags and meaning. */
    Declaration declaration();

    /** The name as Micrometer knows it. */
    default String id() {
        return declaration().id();
    }
}
