package io.swen.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.swen.platform.test.RecordedTraces;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracesTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String STORED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

    private final RecordedTraces recorded = new RecordedTraces();
    private final Traces traces = recorded.traces();

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void goesOnInTheTraceThatWasStored() {
        @Nullable
        String within = traces.span(SpanName.STAGE, "plan")
                .under(STORED)
                .tag("change_id", "7")
                .call(traces::current);

        SpanData span = recorded.spans().getFirst();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getName()).isEqualTo("stage plan");
        assertThat(span.getAttributes().asMap().toString()).contains("change_id");
        assertThat(within).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
        assertThat(traces.current()).isNull();
    }

    @Test
    void beginsATraceOfItsOwnWhereNoneWasStored() {
        traces.span(SpanName.JOB, "roll-up").under(null).run(() -> {});

        assertThat(recorded.spans()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("job roll-up");
            assertThat(span.getParentSpanContext().isValid()).isFalse();
        });
    }

    @Test
    void keepsToItThatATraceIsNotSampled() {
        @Nullable
        String within = traces.span(SpanName.DECIDE, "").under(UNSAMPLED).call(traces::current);

        assertThat(recorded.spans()).isEmpty();
        assertThat(within).startsWith("00-" + TRACE).endsWith("-00");
    }

    @Test
    void leavesNoSpanOfWhatOnlyLooksButStaysInTheTrace() {
        String within =
                traces.span(SpanName.STAGE, "monitor").quietlyUnder(STORED).call(traces::current);

        assertThat(recorded.spans()).isEmpty();
        assertThat(within).startsWith("00-" + TRACE).endsWith("-00");
    }

    @Test
    void takesASpanWithItToAnotherThread() throws Exception {
        AtomicReference<@Nullable String> elsewhere = new AtomicReference<>();

        @Nullable
        String here = traces.span(SpanName.STAGE, "apply").call(() -> {
            var work = traces.carried(() -> {
                elsewhere.set(traces.current());
                return MDC.get("labels.stage");
            });
            Thread thread = Thread.ofVirtual().start(() -> call(work));
            thread.join();
            return traces.current();
        });

        assertThat(elsewhere.get()).isEqualTo(here);
    }

    private static void call(java.util.concurrent.Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void notesWhatWasThrownAndThrowsIt() {
        assertThatThrownBy(() -> traces.span(SpanName.DEPLOYER, "apply").run(() -> {
                    throw new IllegalStateException("no capacity");
                }))
                .hasMessage("no capacity");

        assertThat(recorded.spans())
                .singleElement()
                .satisfies(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    }

    @Test
    void putsWhatItIsAboutIntoTheLogLinesOfTheWorkOnly() {
        String during = traces.span(SpanName.STAGE, "plan")
                .tag("change_id", "0198")
                .tag("attempt", "1")
                .call(() -> MDC.get("labels.change_id") + " " + MDC.get("labels.attempt"));

        assertThat(during).isEqualTo("0198 null");
        assertThat(MDC.get("labels.change_id")).isNull();
    }

    @Test
    void notesWorkThatIsOverWithTheTimeAtWhichItBegan() {
        Instant begun = Instant.parse("2026-11-28T10:00:00.5Z");

        traces.span(SpanName.WHOLE_STAGE, "apply").under(STORED).ended(begun);

        SpanData span = recorded.spans().getFirst();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getStartEpochNanos()).isEqualTo(begun.toEpochMilli() * 1_000_000);
    }

    @Test
    void worksWithoutATracer() {
        Traces none = Traces.none();

        assertThat(none.span(SpanName.STAGE, "plan").under(STORED).call(() -> "done"))
                .isEqualTo("done");
        assertThat(none.current()).isNull();
    }
}
