package io.swen.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.platform.security.Role;
import io.swen.platform.security.VerifiedTokens;
import io.swen.platform.test.TestIssuer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Real servers and clients with certificates that keytool makes for the run: an authority of ours, and a foreign one. */
class MutualTlsIntegrationTests {

    private static final String PASSWORD = "only-for-this-run";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static WebServer server;
    private static WebServer other;
    private static SslBundle ours;
    private static SslBundle foreign;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ours = bundle("ours", "swen-routing");
        foreign = bundle("foreign", "swen-routing");
        server = server(ours);
        other = server(ours);
    }

    @AfterAll
    static void stop() {
        server.stop();
        other.stop();
    }

    /** An authority and a certificate of it for localhost, as the bundle that a service is given. */
    private static SslBundle bundle(String authority, String service) throws IOException, InterruptedException {
        String ca = folder.resolve(authority + "-ca.p12").toString();
        String own = folder.resolve(authority + "-service.p12").toString();
        String trust = folder.resolve(authority + "-trust.p12").toString();
        String names = "san=dns:localhost,ip:127.0.0.1";
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + authority,
                "-ext",
                "bc:c",
                "-validity",
                "2",
                "-keystore",
                ca);
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", ca + ".pem", "-keystore", ca);
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", ca + ".pem", "-keystore", trust);
        keytool(
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + service,
                "-validity",
                "2",
                "-keystore",
                own);
        keytool("-certreq", "-alias", "service", "-file", own + ".csr", "-keystore", own);
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                own + ".csr",
                "-outfile",
                own + ".pem",
                "-rfc",
                "-ext",
                names,
                "-ext",
                "eku=serverAuth,clientAuth",
                "-validity",
                "2",
                "-keystore",
                ca);
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", ca + ".pem", "-keystore", own);
        keytool("-importcert", "-noprompt", "-alias", "service", "-file", own + ".pem", "-keystore", own);
        return SslBundle.of(
                new JksSslStoreBundle(
                        new JksSslStoreDetails("PKCS12", null, "file:" + own, PASSWORD),
                        new JksSslStoreDetails("PKCS12", null, "file:" + trust, PASSWORD)),
                SslBundleKey.of(PASSWORD, "service"));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
    }

    /** Answers who called; at the issuer's paths, keys and a token. */
    private static WebServer server(SslBundle bundle) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        Ssl ssl = Ssl.forBundle("swen");
        ssl.setClientAuth(Ssl.ClientAuth.NEED);
        factory.setSsl(ssl);
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("swen", bundle);
        factory.setSslBundles(bundles);
        WebServer started = factory.getWebServer(context -> {
            var servlet = context.addServlet("who", new Who());
            servlet.addMapping("/*");
        });
        started.start();
        return started;
    }

    private static ServiceClients clients(InternalTls tls, WebServer target) {
        URI address = URI.create("https://localhost:" + target.getPort());
        return new ServiceClients(
                RestClient.builder(),
                Map.of(SwenService.ROUTING, address, SwenService.IDENTITY, address),
                new ServiceTokens(URI.create(address + "/identity/oauth2/token"), "swen-gitops", "secret", tls),
                JsonMapper.builder().build(),
                tls);
    }

    private static String call(InternalTls tls, WebServer target) {
        return String.valueOf(clients(tls, target)
                .to(SwenService.ROUTING, TIMEOUT)
                .get()
                .uri("/who")
                .retrieve()
                .body(String.class));
    }

    @Test
    void servicesOfOneAuthorityTalkBothWays() {
        InternalTls tls = new InternalTls(ours);

        assertThat(call(tls, server)).isEqualTo("CN=swen-routing with a token");
        assertThat(call(tls, other)).isEqualTo("CN=swen-routing with a token");
    }

    @Test
    void aCallerWithoutACertificateIsRefused() {
        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> RestClient.builder()
                        .requestFactory(trustingOnly().requests(TIMEOUT, TIMEOUT))
                        .build()
                        .get()
                        .uri("https://localhost:" + server.getPort() + "/who")
                        .retrieve()
                        .body(String.class));
    }

    @Test
    void aCallerWithAForeignCertificateIsRefused() {
        SslBundle foreignKeyTrustingUs = SslBundle.of(
                org.springframework.boot.ssl.SslStoreBundle.of(
                        foreign.getStores().getKeyStore(),
                        PASSWORD,
                        ours.getStores().getTrustStore()),
                SslBundleKey.of(PASSWORD, "service"));

        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> RestClient.builder()
                        .requestFactory(new InternalTls(foreignKeyTrustingUs).requests(TIMEOUT, TIMEOUT))
                        .build()
                        .get()
                        .uri("https://localhost:" + server.getPort() + "/who")
                        .retrieve()
                        .body(String.class));
    }

    @Test
    void aServerWithAForeignCertificateIsNotTalkedTo() {
        WebServer impostor = server(foreign);
        try {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> call(new InternalTls(ours), impostor))
                    .withStackTraceContaining("SSLHandshakeException");
        } finally {
            impostor.stop();
        }
    }

    @Test
    void theIssuersKeysAreFetchedTheSameWay() {
        NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder builder =
                NimbusJwtDecoder.withJwkSetUri("https://localhost:" + server.getPort() + "/identity/oauth2/jwks");
        new TlsAutoConfiguration()
                .keysOverInternalTls(new InternalTls(ours), new VerifiedTokens())
                .customize(builder);

        assertThat(builder.build().decode(TestIssuer.token("ann", Role.VIEWER)).getSubject())
                .isEqualTo("ann");
    }

    /** The certificate of the authority alone. */
    private static InternalTls trustingOnly() {
        return new InternalTls(SslBundle.of(org.springframework.boot.ssl.SslStoreBundle.of(
                null, null, ours.getStores().getTrustStore())));
    }

    private static final class Who extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            switch (request.getRequestURI()) {
                case "/identity/oauth2/jwks" ->
                    response.getWriter()
                            .write(String.valueOf(RestClient.create(TestIssuer.address())
                                    .get()
                                    .uri("/identity/oauth2/jwks")
                                    .retrieve()
                                    .body(String.class)));
                case "/identity/oauth2/token" ->
                    response.getWriter()
                            .write("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"a-token\"}");
                default -> {
                    X509Certificate[] shown =
                            (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
                    response.setContentType("text/plain");
                    response.getWriter()
                            .write(shown[0].getSubjectX500Principal().getName()
                                    + ("Bearer a-token".equals(request.getHeader("Authorization"))
                                            ? " with a token"
                                            : " without a token"));
                }
            }
        }
    }
}
