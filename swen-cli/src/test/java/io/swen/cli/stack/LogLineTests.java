package io.swen.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTests {
    @Test
    void showsTimeLevelLoggerAndMessageOfAStructuredLine() {
        assertThat(LogLine.readable("""
                {"@timestamp":"2026-11-23T19:08:03.015766716Z","log":{"level":"INFO","logger":"io.swen.telemetry.PriceBook"},\
                "message":"published price epoch 22"}""")).isEqualTo("2026-11-23T19:08:03Z INFO PriceBook: published price epoch 22");
    }

    @Test
    void showsTheErrorThatCameWithIt() {
        assertThat(LogLine.readable("""
                {"@timestamp":"t","log":{"level":"ERROR","logger":"a.B"},"message":"failed","error":{"stack_trace":"x.Y: no\\n at z\\n"}}""")).isEqualTo("t ERROR B: failed\nx.Y: no\n at z");
    }

    @Test
    void leavesAnyOtherLineAlone() {
        assertThat(LogLine.readable("2026 LOG: database system is ready"))
                .isEqualTo("2026 LOG: database system is ready");
        assertThat(LogLine.readable("{cut short")).isEqualTo("{cut short");
        assertThat(LogLine.readable("{\"a\":1}")).isEqualTo("{\"a\":1}");
    }
}
