package io.swen.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundGuardTests {

    private static final Set<String> WEB = Set.of("https", "http");

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    // What is refused

    @Test
    void refusesTheInsideHoweverItIsWritten() {
        for (String host : List.of(
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "10.0.0.7",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "224.0.0.1",
                "255.255.255.255",
                "localhost",
                "LOCALHOST",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[::127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b:1::1]",
                "[2002:7f00:1::]",
                "[2001:0:53aa:64c:0:0:0:1]",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "[ff02::1]")) {
            assertRefused("http://" + host + "/hook");
        }
        assertRefused(system(), "http://0177.0.0.1/");
        assertRefused(system(), "http://2130706433/");
        assertRefused(system(), "http://0x7f000001/");
        assertRefused(system(), "http://127.1/");
    }

    @Test
    void refusesANameOfWhichOnlyOneAddressIsInside() {
        OutboundGuard guard = new OutboundGuard(new OutboundProperties(List.of()), host ->
                new InetAddress[] {literal("93.184.216.34"), literal("10.0.0.1")});

        assertRefused(guard, "https://two-faced.example/");
    }

    @Test
    void refusesWhatIsNoAddressOfAServer() {
        for (String url : List.of(
                "",
                "hooks.example.com",
                "//hooks.example.com/x",
                "file:///etc/passwd",
                "ftp://hooks.example.com/",
                "gopher://hooks.example.com/",
                "jar:https://hooks.example.com!/x",
                "https:///x",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:70000/",
                "https://hooks.example.com/#x",
                "https://hooks.example.com\\@127.0.0.1/",
                "https://hooks.example.com\r\nHost: x/",
                "https://a@b@hooks.example.com/",
                "https://hooks.exa mple.com/",
                "https://" + "a".repeat(3_000))) {
            assertRefused(publicNames(), url);
        }
        assertThatThrownBy(() -> publicNames().check("url", "ftp://x.example/", WEB))
                .hasMessageContaining("http://, https://");
    }

    @Test
    void refusesCredentialsAndDoesNotRepeatThem() {
        assertThatThrownBy(() -> publicNames().check("url", "https://ada:s3cret@hooks.example.com/", WEB))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.detail()).doesNotContain("s3cret");
                    assertThat(refused.errors().toString()).doesNotContain("s3cret");
                });
        assertRefused(publicNames(), "https://ada@hooks.example.com/");
        assertThat(publicNames().check("url", "ssh://git@git.example.com/a.git", Set.of("ssh")))
                .hasHost("git.example.com");
        assertThatThrownBy(() -> publicNames().check("url", "ssh://git:pw@git.example.com/a.git", Set.of("ssh")))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesANameThatNobodyKnows() {
        OutboundGuard guard = new OutboundGuard(new OutboundProperties(List.of()), host -> {
            throw new UnknownHostException(host);
        });

        assertRefused(guard, "https://nowhere.example/");
    }

    // What is allowed

    @Test
    void allowsThePublicInternet() {
        assertThat(publicNames().check("url", "https://hooks.example.com:8443/swen?x=1", WEB))
                .hasPort(8443);
        assertThatCode(() -> system().check("url", "http://93.184.216.34/", WEB))
                .doesNotThrowAnyException();
        assertThatCode(() -> system().check("url", "http://[2606:2800:220:1::1]/", WEB))
                .doesNotThrowAnyException();
        assertThatCode(() -> system().check("url", "http://[64:ff9b::5db8:d822]/", WEB))
                .doesNotThrowAnyException();
    }

    @Test
    void allowsWhatTheConfigurationNames() {
        OutboundGuard guard = new OutboundGuard(
                new OutboundProperties(List.of("10.20.0.0/16", "fd12::/16", "localhost:9000", "Hooks.Internal")),
                host -> host.equals("hooks.internal")
                        ? new InetAddress[] {literal("10.99.0.1")}
                        : InetAddress.getAllByName(host));

        for (String url : List.of(
                "http://10.20.255.1/", "http://[fd12::1]/", "http://localhost:9000/", "https://hooks.internal/")) {
            assertThatCode(() -> guard.check("url", url, WEB)).as(url).doesNotThrowAnyException();
        }
        for (String url : List.of("http://10.21.0.1/", "http://[fd13::1]/", "http://localhost:9001/")) {
            assertRefused(guard, url);
        }
    }

    @Test
    void refusesAConfigurationThatItDoesNotUnderstand() {
        for (String entry : List.of("10.0.0.0/33", "10.0.0.0/x", "example.com/8", " ")) {
            assertThatThrownBy(
                            () -> new OutboundGuard(new OutboundProperties(List.of(entry)), InetAddress::getAllByName))
                    .as(entry)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    // Properties

    @Property
    void agreesWithThePlatformOnWhatIsInside(@ForAll @Size(4) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        boolean inside = address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress();

        assertThat(inside && PublicAddresses.contains(address)).isFalse();
    }

    @Property
    void looksThroughAddressesThatHoldAnother(@ForAll @Size(4) byte[] bytes) throws UnknownHostException {
        boolean direct = PublicAddresses.contains(InetAddress.getByAddress(bytes));
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        byte[] nat64 = new byte[16];
        nat64[1] = 0x64;
        nat64[2] = (byte) 0xff;
        nat64[3] = (byte) 0x9b;
        System.arraycopy(bytes, 0, nat64, 12, 4);

        assertThat(PublicAddresses.contains(InetAddress.getByAddress(mapped))).isEqualTo(direct);
        assertThat(PublicAddresses.contains(InetAddress.getByAddress(nat64))).isEqualTo(direct);
    }

    @Property
    void containsExactlyTheAddressesThatShareThePrefix(
            @ForAll @Size(16) byte[] network,
            @ForAll @IntRange(min = 0, max = 128) int prefix,
            @ForAll @IntRange(min = 0, max = 127) int flipped)
            throws UnknownHostException {
        AddressRange range = new AddressRange(network, prefix);
        byte[] other = network.clone();
        other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));

        assertThat(range.contains(network)).isTrue();
        assertThat(range.contains(other)).isEqualTo(flipped >= prefix);
    }

    @Property
    void neverLetsAPrivateAddressThrough(@ForAll byte a, @ForAll byte b, @ForAll byte c, @ForAll boolean tenth) {
        String host = tenth
                ? "10." + (a & 0xff) + "." + (b & 0xff) + "." + (c & 0xff)
                : "192.168." + (b & 0xff) + "." + (c & 0xff);

        assertRefused(system(), "http://" + host + "/");
    }

    // Connections

    @Test
    void connectsOnlyWhereTheNameStillLeadsOutside() throws IOException {
        HttpServer inside = server(200, Map.of());
        Deque<InetAddress> answers = new ArrayDeque<>(List.of(literal("93.184.216.34"), literal("127.0.0.1")));
        OutboundGuard rebound =
                new OutboundGuard(new OutboundProperties(List.of()), host -> new InetAddress[] {answers.removeFirst()});
        String url = "http://rebound.example:" + inside.getAddress().getPort() + "/";
        rebound.check("url", url, WEB);

        try (CloseableHttpClient client = new OutboundClients(rebound).client(Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> client.execute(new HttpGet(url), answer -> answer.getCode()))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        HttpServer secret = server(200, Map.of());
        HttpServer hook = server(
                302,
                Map.of("Location", "http://localhost:" + secret.getAddress().getPort() + "/"));
        String host = "localhost:" + hook.getAddress().getPort();
        OutboundGuard guard = new OutboundGuard(new OutboundProperties(List.of(host)), InetAddress::getAllByName);

        try (CloseableHttpClient client = new OutboundClients(guard).client(Duration.ofSeconds(2))) {
            int status = client.execute(new HttpGet("http://" + host + "/"), answer -> answer.getCode());
            assertThat(status).isEqualTo(302);
            assertThatThrownBy(() -> client.execute(
                            new HttpGet(
                                    "http://localhost:" + secret.getAddress().getPort() + "/"),
                            answer -> answer.getCode()))
                    .isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> client.execute(
                            new HttpGet("http://127.0.0.1:" + hook.getAddress().getPort() + "/"),
                            answer -> answer.getCode()))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    private HttpServer server(int status, Map<String, String> headers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server;
    }

    private static void assertRefused(String url) {
        assertRefused(system(), url);
    }

    private static void assertRefused(OutboundGuard guard, String url) {
        assertThatThrownBy(() -> guard.check("url", url, WEB))
                .as(url)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD));
    }

    /** Knows literal addresses and localhost, as no test asks a name server. */
    private static OutboundGuard system() {
        return new OutboundGuard(new OutboundProperties(List.of()), InetAddress::getAllByName);
    }

    private static OutboundGuard publicNames() {
        return new OutboundGuard(
                new OutboundProperties(List.of()), host -> new InetAddress[] {literal("93.184.216.34")});
    }

    private static InetAddress literal(String address) {
        return InetAddress.ofLiteral(address);
    }
}
