package io.swen.platform.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RedactionTests {

    /** Made up, and long enough that no mask can hold it by chance. */
    private static final String SECRET = "Zx9Qw7Lk3Vb5Nm1Rt8Yp2Hs6";

    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ." + SECRET;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refused token " + JWT + " of ann",
                "Authorization: Bearer " + SECRET,
                "{\"authorization\":\"Bearer " + SECRET + "\"}",
                "headers [Authorization:\"Basic " + SECRET + "==\"]",
                "swen_abcdefghij_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6" + "_a1B2c3",
                "login with password=" + SECRET + " failed",
                "{\"password\": \"" + SECRET + "\", \"user\": \"ann\"}",
                "jdbc:postgresql://db/swen?user=swen&password=" + SECRET,
                "client_secret=" + SECRET + "&grant_type=client_credentials",
                "spring.datasource.password: " + SECRET,
                "fetch https://ann:" + SECRET + "@git.example/environments.git",
                "GET https://s3.example/a?X-Amz-Date=1&X-Amz-Signature=" + SECRET + "&x=1",
                "callback ?code=" + SECRET + "&state=" + SECRET,
                "Set-Cookie: SWEN_SESSION=" + SECRET + "; Path=/",
                "token hvs." + SECRET + " is refused",
                "-----BEGIN RSA PRIVATE KEY-----\n" + SECRET + "\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n" + SECRET + " and cut off",
            })
    void masksWhatLooksLikeASecret(String text) {
        String masked = Redaction.mask(text);

        assertThat(masked)
                .contains(Redaction.MASK)
                .doesNotContain(SECRET)
                .doesNotContain("A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6");
        assertThat(Redaction.looksSecret(text)).isTrue();
        assertThat(Redaction.mask(masked)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "LTAI4GBPxfEXAMPLEkeyid12"})
    void masksAccessKeysOfTheClouds(String key) {
        assertThat(Redaction.mask("signed by " + key + ".")).isEqualTo("signed by " + Redaction.MASK + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a token cannot be checked: the issuer's keys are out of reach",
                "send a valid, unexpired access token for this service as Authorization: Bearer …",
                "Bearer error=\"insufficient_user_authentication\", acr_values=\"urn:swen:acr:mfa\", max_age=300",
                "Database: jdbc:postgresql://localhost:8432/swen_identity (PostgreSQL 18.6)",
                "Starting routing-service in /home/ann/swen_training_telemetry",
                "deploy train-bert to aws:us-east-1 as m7i.large spot, decision 0198f3a2-7c1e-7d3a-9b1c-2f4e6a8c0d12",
                "refused the API key swen_abcdefghij_…",
                "secret: null, password: true",
            })
    void leavesAloneWhatPeopleHaveToRead(String text) {
        assertThat(Redaction.mask(text)).isSameAs(text);
    }

    @Test
    void leavesTheMessageOfAnExceptionWhoseNameSoundsSecret() {
        String message =
                "org.springframework.security.oauth2.core.OAuth2AuthorizationException: invalid_request: no audience";

        assertThat(Redaction.mask(message)).isEqualTo(message);
        assertThat(Redaction.mask("authorization: abcdefgh")).isEqualTo("authorization: " + Redaction.MASK);
    }

    @Test
    void knowsSecretFieldsByTheirName() {
        assertThat(List.of(
                        "password",
                        "newPassword",
                        "client_secret",
                        "access_token",
                        "Authorization",
                        "X-Api-Key",
                        "totp_seed",
                        "recovery_codes"))
                .allMatch(Redaction::isSecretName);
        assertThat(List.of("username", "token_type", "key_id", "secret_name", "password_hash", "token_endpoint"))
                .noneMatch(Redaction::isSecretName);
    }

    /** What makes a backtracking expression explode: repetition of what its parts begin with. */
    @Property(tries = 60)
    void takesTimeInProportionToTheText(@ForAll @IntRange(max = 11) int kind, @ForAll @IntRange(max = 3) int tail) {
        List<String> pieces = List.of(
                "eyJ",
                "eyJaaaaaaaaa.",
                "-----BEGIN PRIVATE KEY",
                "://a:",
                "://a:b",
                "password",
                "token=\"",
                "swen_",
                "Bearer ",
                "?code=",
                "AKIA",
                "a-");
        String piece = pieces.get(kind);
        String end = List.of("", "=", "@", "\n").get(tail);
        String small = piece.repeat(20_000 / piece.length()) + end;
        String large = piece.repeat(200_000 / piece.length()) + end;
        Redaction.mask(small);

        Duration time = time(large);

        // 200 kB in half a second is 400 times what linear time needs here, and a fraction of what quadratic time
        // would.
        assertThat(time).as(piece).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void costsAFewMicrosecondsALogLine() {
        String line =
                "POST /api/v1/changes answered 202 in 12 ms for workload train-bert of team research in dev, decision "
                        + "0198f3a2-7c1e-7d3a-9b1c-2f4e6a8c0d12, offer aws:use1-az1/m7i.large/spot at 0.0412 USD/h: accepted";
        for (int warm = 0; warm < 50_000; warm++) {
            Redaction.mask(line);
        }
        int rounds = 50_000;
        long began = cpuNanos();
        for (int round = 0; round < rounds; round++) {
            Redaction.mask(line);
        }
        double micros = (cpuNanos() - began) / 1_000.0 / rounds;

        System.out.printf("redaction of a log line of %d characters: %.2f µs%n", line.length(), micros);
        assertThat(micros).isLessThan(100);
    }

    @Test
    void metricsGetNoSecretLabels() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new RedactedTags());

        registry.counter("swen.test", "caller", "Bearer " + SECRET, "team", "research")
                .increment();
        registry.counter("swen.test", "caller", "x".repeat(300), "team", "dev").increment();

        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("caller")).isEqualTo(Redaction.MASK));
        assertThat(registry.get("swen.test").tag("team", "research").counter().count())
                .isEqualTo(1);
    }

    @Test
    void spansLeaveWithoutSecrets() {
        Exported exported = new Exported();
        try (SdkTracerProvider tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new RedactedSpans(exported)))
                .build()) {
            tracing.get("test")
                    .spanBuilder("GET /a?code=" + SECRET)
                    .setAttribute("http.url", "https://ann:" + SECRET + "@host/a")
                    .setAttribute("http.request.header.authorization", SECRET)
                    .setAttribute(AttributeKey.stringArrayKey("args"), List.of("password=" + SECRET))
                    .setAttribute("http.status", 200)
                    .startSpan()
                    .recordException(new IllegalStateException("Bearer " + SECRET))
                    .end();
        }

        assertThat(exported.spans).hasSize(1);
        var span = exported.spans.getFirst();
        assertThat(span.getName() + span.getAttributes() + span.getEvents())
                .doesNotContain(SECRET)
                .contains("http.status=200");
    }

    @Test
    void structuredLogLinesAreMaskedWhereverTheSecretStands() {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "x",
                context.getLogger("test"),
                Level.ERROR,
                "failed for {}",
                new IllegalStateException("password=" + SECRET),
                new Object[] {"Bearer " + SECRET});
        event.setMDCPropertyMap(java.util.Map.of("caller", JWT));

        String line = Lines.format(event, new RedactedLogFields());

        assertThat(line).contains("failed for Bearer " + Redaction.MASK).doesNotContain(SECRET);
    }

    @Test
    void structuredLogLinesHaveNoMailAddresses() {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "x",
                context.getLogger("test"),
                Level.WARN,
                "no mail to {}, as {}",
                new IllegalStateException("ann.o-neill+swen@mail.example.org is unknown"),
                new Object[] {"ann@example.com", "git@github.com:acme/app.git and a@sha256:12 stay"});
        event.setMDCPropertyMap(java.util.Map.of("caller", "bob@example.net."));

        String line = Lines.format(event, new RedactedLogFields());

        assertThat(line)
                .doesNotContain("ann@", "ann.o-neill", "bob@")
                .contains("no mail to " + Redaction.MASK, "git@github.com:acme/app.git and a@sha256:12 stay");
    }

    /** The layout that swen-platform.yml names, with its names for the ids of a trace. */
    @Test
    void logLinesNameTheirTraceAsTheElasticCommonSchemaDoes() {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("x", context.getLogger("test"), Level.INFO, "done", null, new Object[] {});
        event.setMDCPropertyMap(java.util.Map.of(
                "traceId", "0af7651916cd43dd8448eb211c80319c", "spanId", "b7ad6b7169203331", "labels.change_id", "7"));
        MockEnvironment environment = new MockEnvironment()
                .withProperty("logging.structured.ecs.service.name", "thing-service")
                .withProperty("logging.structured.json.rename.traceId", "trace.id")
                .withProperty("logging.structured.json.rename.spanId", "span.id")
                .withProperty("logging.structured.json.customizer", RedactedLogFields.class.getName());
        context.putObject(org.springframework.core.env.Environment.class.getName(), environment);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();

        JsonNode line = new JsonMapper().readTree(encoder.encode(event));

        assertThat(line.path("trace.id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("span.id").asString()).isEqualTo("b7ad6b7169203331");
        assertThat(line.at("/labels/change_id").asString()).isEqualTo("7");
        assertThat(line.at("/service/name").asString()).isEqualTo("thing-service");
        assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
    }

    private static Duration time(String text) {
        long began = cpuNanos();
        Redaction.mask(text);
        return Duration.ofNanos(cpuNanos() - began);
    }

    /** What this thread worked, however busy the machine is with others. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static final class Exported implements SpanExporter {

        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> finished) {
            spans.addAll(finished);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /** The ECS layout that the services log in. */
    private static final class Lines {

        static String format(LoggingEvent event, StructuredLoggingJsonMembersCustomizer<Object> customizer) {
            return org.springframework.boot.json.JsonWriter.<LoggingEvent>of(members -> {
                        members.add("message", LoggingEvent::getFormattedMessage);
                        members.add("mdc", LoggingEvent::getMDCPropertyMap);
                        members.add("error")
                                .usingMembers(error -> error.add(
                                        "stack_trace",
                                        logged -> logged.getThrowableProxy().getClassName() + ": "
                                                + logged.getThrowableProxy().getMessage()));
                        apply(members, customizer);
                    })
                    .writeToString(event);
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static void apply(
                org.springframework.boot.json.JsonWriter.Members<LoggingEvent> members,
                StructuredLoggingJsonMembersCustomizer<Object> customizer) {
            customizer.customize((org.springframework.boot.json.JsonWriter.Members) members);
        }
    }
}
