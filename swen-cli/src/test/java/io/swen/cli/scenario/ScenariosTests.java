package io.swen.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScenariosTests {

    private final HttpServer simulator;
    private final List<String> calls = new ArrayList<>();

    ScenariosTests() throws IOException {
        simulator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        simulator.start();
    }

    @AfterEach
    void stop() {
        simulator.stop(0);
    }

    @Test
    void startsWithTheSeedAndFindsTheActiveOne() throws Exception {
        answer("/simulator/scenarios/spot-storm/start", 200, "{\"name\":\"spot-storm\",\"seed\":7}");
        answer(
                "/simulator/scenarios",
                200,
                "{\"items\":[{\"name\":\"steady\",\"active\":false},{\"name\":\"spot-storm\",\"active\":true}]}");

        scenarios().start("spot-storm", 7);

        assertThat(calls).containsExactly("POST /simulator/scenarios/spot-storm/start {\"seed\":7}");
        assertThat(scenarios().active()).contains("spot-storm");
    }

    @Test
    void tellsWhatTheSimulatorRefuses() {
        answer("/simulator/scenarios/steady/start", 409, "{\"detail\":\"Another scenario is active\"}");

        assertThatThrownBy(() -> scenarios().start("steady", 0)).isInstanceOfSatisfying(CliException.class, refused -> {
            assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT);
            assertThat(refused).hasMessageContaining("Another scenario is active");
        });
    }

    @Test
    void tellsThatNothingAnswers() {
        Scenarios gone = scenarios();
        simulator.stop(0);

        assertThatThrownBy(gone::list)
                .isInstanceOfSatisfying(
                        CliException.class, lost -> assertThat(lost.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
    }

    private Scenarios scenarios() {
        return new Scenarios("http://localhost:" + simulator.getAddress().getPort());
    }

    private void answer(String path, int status, String body) {
        simulator.createContext(path, exchange -> {
            String given = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + given).strip());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
