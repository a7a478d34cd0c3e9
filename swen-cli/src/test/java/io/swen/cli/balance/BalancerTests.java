package io.swen.cli.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTests {
    private HttpServer one;
    private HttpServer two;
    private Balancer balancer;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        one = instance("one");
        two = instance("two");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port + "/who?are=you");
        balancer = new Balancer(
                port, List.of(one.getAddress().getPort(), two.getAddress().getPort()), "/ready");
        await().until(() -> balancer.ready(0) && balancer.ready(1));
    }

    @AfterEach
    void stop() throws InterruptedException {
        balancer.close();
        one.stop(0);
        two.stop(0);
    }

    @Test
    void sendsRequestsToInstancesInTurn() throws Exception {
        TreeSet<String> answered = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            answered.add(post(i).body());
        }

        assertThat(answered).containsExactly("one /who?are=you body", "two /who?are=you body");
    }

    @Test
    void repeatsElsewhereWhatAnInstanceThatWentAwayNeverTook() throws Exception {
        one.stop(0);

        for (int i = 0; i < 6; i++) {
            HttpResponse<String> answer = post(i);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("two");
        }
    }

    @Test
    void sendsNothingToAnInstanceThatIsDrainedUntilItIsWantedAgain() throws Exception {
        balancer.drain(1);
        for (int i = 0; i < 4; i++) {
            assertThat(post(i).body()).startsWith("one");
        }

        balancer.undrain(1);
        await().until(() -> post(0).body().startsWith("two"));
    }

    @Test
    void saysThatNobodyAnswersWhereAllAreGone() throws Exception {
        one.stop(0);
        two.stop(0);

        HttpResponse<String> answer = post(0);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    private HttpResponse<String> post(int number) throws IOException, InterruptedException {
        return Http.client()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Idempotency-Key", "key-" + number)
                                .POST(HttpRequest.BodyPublishers.ofString("body"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpServer instance(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] answer = (name + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
