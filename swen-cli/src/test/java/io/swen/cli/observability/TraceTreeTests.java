package io.swen.cli.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTreeTests {

    private static final String TRACE = "t1";
    private static final String OUTSIDE = "s0";

    private static final ReceivedSpan GATEWAY = span("s1", OUTSIDE, "gateway", "http post /workload", 0, 20);
    private static final ReceivedSpan ROUTING = span("s2", "s1", "routing", "decide", 5, 10);
    private static final ReceivedSpan GITOPS = span("s3", "s2", "gitops", "deployer apply", 30, 90);

    @Test
    void drawsSpansBelowThoseTheyHangOnInTheOrderOfTheirBeginning() {
        TraceTree tree = new TraceTree(List.of(GITOPS, ROUTING, GATEWAY), TRACE, OUTSIDE);

        assertThat(tree.lines())
                .containsExactly(
                        "      0.0 ms      20.0 ms  gateway   http post /workload",
                        "      5.0 ms       5.0 ms  routing     decide",
                        "     30.0 ms      60.0 ms  gitops        deployer apply");
        assertThat(tree.services()).containsExactly("gateway", "routing", "gitops");
        assertThat(tree.reachedADeployer()).isTrue();
        assertThat(tree.isWhole()).isTrue();
    }

    @Test
    void isNotWholeWhereALinkIsMissingOrTheRootIsSomebodyElses() {
        assertThat(new TraceTree(List.of(GATEWAY, GITOPS), TRACE, OUTSIDE).isWhole())
                .isFalse();
        assertThat(new TraceTree(List.of(GATEWAY), TRACE, "other").isWhole()).isFalse();
        assertThat(new TraceTree(List.of(), TRACE, OUTSIDE).isWhole()).isFalse();
    }

    @Test
    void leavesOtherTracesOut() {
        ReceivedSpan other = new ReceivedSpan("t2", "s9", "", "routing", "job x", 0, 1, false, Map.of());

        assertThat(new TraceTree(List.of(GATEWAY, other), TRACE, OUTSIDE).size())
                .isEqualTo(1);
    }

    private static ReceivedSpan span(String id, String parent, String service, String name, long begin, long end) {
        return new ReceivedSpan(TRACE, id, parent, service, name, begin * 1_000_000, end * 1_000_000, false, Map.of());
    }
}
