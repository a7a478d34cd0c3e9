package io.swen.platform.trace;

import io.micrometer.tracing.Span;

/** The spans that the platform opens itself, besides those of HTTP calls; what they are about follows the name. */
public enum SpanName {
    /** One run of a background job; the root of its trace. */
    JOB("job", null),
    /** One event handled; {@code consumer}. */
    EVENT("event", Span.Kind.CONSUMER),
    /** One workload placed; {@code workload_id}. */
    DECIDE("decide", null),
    /** One decision handed to gitops-service; {@code workload_id}, {@code attempt}. */
    HAND_OVER("hand over", Span.Kind.PRODUCER),
    /** One run of a stage; {@code change_id}, {@code stage}, {@code attempt}. */
    STAGE("stage", Span.Kind.CONSUMER),
    /** A stage from its first run to its end, where it took more than one run; {@code change_id}, {@code stage}, {@code outcome}. */
    WHOLE_STAGE("whole stage", null),
    /** What a deployer does for one workload; {@code workload_id}, {@code target}. */
    DEPLOYER("deployer", null),
    /** One call of a cloud, with its repetitions; {@code peer.service}, {@code region}. */
    CLOUD("cloud", Span.Kind.CLIENT),
    /** One process of Terraform; {@code change_id}. */
    TERRAFORM("terraform", Span.Kind.CLIENT);

    private final String words;
    private final Span.@org.jspecify.annotations.Nullable Kind kind;

    SpanName(String words, Span.@org.jspecify.annotations.Nullable Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    String words() {
        return words;
    }

    Span.@org.jspecify.annotations.Nullable Kind kind() {
        return kind;
    }
}
