package io.swen.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DemoTests {
    private final Progress progress = new Progress(DemoWorkload.all("abcde").getFirst());
    private final Patience patience = new Patience(Clock.systemUTC(), Duration.ofSeconds(5), Duration.ofMillis(1));

    @Test
    void submitsEightDifferentWorkloadsWithIdsOfTheirOwn() {
        List<DemoWorkload> all = DemoWorkload.all("abcde");
        assertThat(all).hasSize(8);
        assertThat(all)
                .extracting(DemoWorkload::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z0-9-]{1,63}"));
        assertThat(all).filteredOn(DemoWorkload::isPlaceable).hasSize(7);
    }

    @Test
    void aSurplusCountsOnceItIsSeenTwiceInARow() {
        progress.seen(Json.object().put("state", "running"));
        progress.counted(census("running", 2));
        assertThat(progress.isDuplicated()).isFalse();
        progress.counted(census("running", 1));
        progress.counted(census("running", 2));
        progress.counted(census("running", 2));
        assertThat(progress.isDuplicated()).isTrue();
    }

    @Test
    void isTornDownOnceItEndedAndNoInstanceIsLeftNotEvenAStoppedOne() {
        progress.seen(Json.object().put("state", "running"));
        progress.counted(census("running", 1));
        progress.seen(Json.object().put("state", "completed"));
        progress.counted(census("stopped", 1));
        assertThat(progress.isTornDown()).isFalse();
        progress.counted(census("gone", 1));
        assertThat(progress.isTornDown()).isTrue();
        assertThat(progress.disappointment(false)).isNull();
    }

    @Test
    void saysWhatIsNotAsItShouldBe() {
        assertThat(progress.disappointment(false)).isEqualTo("was not placed, is submitted");
        progress.seen(Json.object().put("state", "failed"));
        assertThat(progress.isDecided()).isTrue();
        Progress impossible = new Progress(DemoWorkload.all("abcde").getLast());
        assertThat(impossible.disappointment(false)).startsWith("should have no place");
        impossible.seen(Json.object().put("state", "unplaceable"));
        assertThat(impossible.disappointment(false)).isNull();
    }

    @Test
    void theClosingLineCountsEverything() {
        progress.seen(Json.object().put("state", "completed"));
        progress.changed(Json.parse("{\"approval\":{\"level\":\"automatic\"},\"merged_commit\":\"c0ffee\"}"));
        progress.counted(census("gone", 1));
        assertThat(DemoReport.closingLine(List.of(progress), 1))
                .isEqualTo("demo submitted=1 placed=1 unplaceable=0 approved=0 automatic=1 torn_down=1 duplicates=0");
        assertThat(DemoReport.paragraph(progress)).contains("c0ffee").contains("automatic");
    }

    @Test
    void insistsWhileAServiceIsRestarted() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        String answer = patience.insist(() -> {
            if (calls.incrementAndGet() < 4) {
                throw new CliException(ExitCode.UNREACHABLE, "starting");
            }
            return "there";
        });
        assertThat(answer).isEqualTo("there");
        assertThat(calls).hasValue(4);
    }

    @Test
    void doesNotInsistOnWhatIsWrongInItself() {
        AtomicInteger calls = new AtomicInteger();
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> patience.insist(() -> {
                    calls.incrementAndGet();
                    throw new CliException(ExitCode.USAGE, "cpu_cores");
                }));
        assertThat(calls).hasValue(1);
    }

    private Census census(String state, int count) {
        List<JsonNode> instances = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            instances.add(
                    Json.object().put("id", "i-" + index).put("state", state).put("workload", progress.id()));
        }
        return Census.of(instances, instance -> Json.text(instance, "workload", ""));
    }
}
