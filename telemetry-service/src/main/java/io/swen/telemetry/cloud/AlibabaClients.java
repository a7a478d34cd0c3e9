package io.swen.telemetry.cloud;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;
import com.aliyuncs.auth.BasicSessionCredentials;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.auth.sts.AssumeRoleRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.swen.catalog.Provider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Alibaba Cloud SDK's clients, each made for a region when it is first needed, and the one way to call through them.
 *
 * <p>Requests, signatures and transport are the SDK's; answers are read from their JSON, because the SDK's own objects hold
 * prices as binary floats.
 */
@Component
class AlibabaClients implements DisposableBean {

    /** Answers for the account as a whole come from here. */
    static final String HOME = Provider.ALIBABA.qualify("cn-hangzhou");

    private static final String STS = "sts.aliyuncs.com";
    private static final String SESSION = "swen-telemetry";
    private static final Duration SESSION_LENGTH = Duration.ofHours(1);
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final JsonMapper json;
    private final Map<String, DefaultAcsClient> clients = new ConcurrentHashMap<>();
    private final Supplier<AlibabaCloudCredentialsProvider> credentials;

    AlibabaClients(CloudProperties properties, CloudCalls calls) {
        this.properties = properties;
        this.calls = calls;
        this.json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        this.credentials = Lazily.of(() -> {
            String role = properties.alibabaRoleArn();
            AlibabaCloudCredentialsProvider own = findCredentials();
            return role == null ? own : new AssumedRole(own, role);
        });
    }

    /** Reads JSON with exact decimals. */
    JsonMapper json() {
        return json;
    }

    /** Makes a call and returns its answer. */
    <T extends AcsResponse> JsonNode ask(CloudAction action, String region, RpcAcsRequest<T> request) {
        prepare(request, region, null);
        return calls.call(
                action,
                region,
                () -> answer(clients.computeIfAbsent(bare(region), this::client), action, region, request));
    }

    static String bare(String region) {
        return region.startsWith("alibaba:") ? region.substring(8) : region;
    }

    /** Alibaba Cloud writes instants with seconds or without. */
    static Instant instant(String text) {
        try {
            return text.length() == "2026-11-23T10:00Z".length()
                    ? LocalDateTime.parse(text.substring(0, text.length() - 1), DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                            .toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CloudException(Provider.ALIBABA, CloudErrorCode.REMOTE_FAILED, "not an instant: " + text, e);
        }
    }

    /** An instant that may be missing. */
    static @Nullable Instant instantOrNull(JsonNode node) {
        String text = node.asString("");
        return text.isEmpty() ? null : instant(text);
    }

    @Override
    public void destroy() {
        clients.values().forEach(DefaultAcsClient::shutdown);
    }

    private <T extends AcsResponse> void prepare(RpcAcsRequest<T> request, String region, @Nullable String host) {
        request.setSysAcceptFormat(FormatType.JSON);
        request.setSysRegionId(bare(region));
        URI endpoint = properties.alibabaEndpoint();
        if (endpoint != null) {
            request.setSysEndpoint(endpoint.getAuthority());
            request.setSysProtocol("https".equals(endpoint.getScheme()) ? ProtocolType.HTTPS : ProtocolType.HTTP);
        } else {
            if (host != null) {
                request.setSysEndpoint(host);
            }
            request.setSysProtocol(ProtocolType.HTTPS);
        }
    }

    private <T extends AcsResponse> JsonNode answer(
            DefaultAcsClient client, CloudAction action, String region, AcsRequest<T> request) {
        try {
            // Retries are ours, so that they are counted and budgeted.
            HttpResponse response = client.doAction(request, false, 0);
            byte[] content = response.getHttpContent();
            JsonNode body = json.readTree(content == null ? new byte[] {'{', '}'} : content);
            if (!response.isSuccess()) {
                throw refused(region, action, response.getStatus(), body);
            }
            return body;
        } catch (ClientException e) {
            throw new CloudException(
                    Provider.ALIBABA,
                    code(0, String.valueOf(e.getErrCode())),
                    region + " " + action.id() + ": " + e.getErrMsg(),
                    e);
        } catch (JacksonException e) {
            throw new CloudException(
                    Provider.ALIBABA,
                    CloudErrorCode.REMOTE_FAILED,
                    region + " " + action.id() + " answered no JSON",
                    e);
        }
    }

    private static CloudException refused(String region, CloudAction action, int status, JsonNode body) {
        String code = body.path("Code").asString("");
        return new CloudException(
                Provider.ALIBABA,
                code(status, code),
                region + " " + action.id() + ": " + status + " " + code + " "
                        + body.path("Message").asString(""),
                null);
    }

    private static CloudErrorCode code(int status, String name) {
        if (name.startsWith("Throttling")) {
            return CloudErrorCode.THROTTLED;
        }
        if (name.startsWith("SDK.") || name.startsWith("ServerUnreachable")) {
            return name.contains("Timeout") || name.contains("TimedOut")
                    ? CloudErrorCode.TIMED_OUT
                    : name.contains("Credential") ? CloudErrorCode.UNAUTHORIZED : CloudErrorCode.UNREACHABLE;
        }
        if (status == 401
                || status == 403
                || name.contains("AccessKey")
                || name.startsWith("Signature")
                || name.startsWith("Forbidden")
                || name.startsWith("NoPermission")
                || name.contains("SecurityToken")
                || name.contains("Credential")) {
            return CloudErrorCode.UNAUTHORIZED;
        }
        return status >= 500 || status == 0 ? CloudErrorCode.REMOTE_FAILED : CloudErrorCode.REFUSED;
    }

    private DefaultAcsClient client(String region) {
        return client(region, credentials.get());
    }

    private DefaultAcsClient client(String region, AlibabaCloudCredentialsProvider provider) {
        DefaultProfile profile = DefaultProfile.getProfile(region);
        HttpClientConfig config = HttpClientConfig.getDefault();
        config.setConnectionTimeoutMillis(2_000);
        config.setReadTimeoutMillis(properties.callTimeout().toMillis());
        profile.setHttpClientConfig(config);
        DefaultAcsClient client = new DefaultAcsClient(profile, provider);
        client.setAutoRetry(false);
        return client;
    }

    private static AlibabaCloudCredentialsProvider findCredentials() {
        try {
            return new DefaultCredentialsProvider();
        } catch (ClientException e) {
            throw new CloudException(
                    Provider.ALIBABA, CloudErrorCode.UNAUTHORIZED, "no credentials: " + e.getErrMsg(), e);
        }
    }

    /**
     * The keys of a RAM role, asked of STS with the keys that the SDK's chain finds and renewed before they end. The SDK has a
     * provider of its own, but that one knows no other endpoint than the public one, and its calls would not be counted.
     */
    private final class AssumedRole implements AlibabaCloudCredentialsProvider {

        private final AlibabaCloudCredentialsProvider own;
        private final String role;
        private final InstantSource wall = InstantSource.system();
        private @Nullable BasicSessionCredentials session;
        private Instant ends = Instant.MIN;

        AssumedRole(AlibabaCloudCredentialsProvider own, String role) {
            this.own = own;
            this.role = role;
        }

        @Override
        public synchronized AlibabaCloudCredentials getCredentials() {
            BasicSessionCredentials current = session;
            if (current == null || wall.instant().plus(RENEWED_BEFORE_END).isAfter(ends)) {
                current = assume();
                session = current;
            }
            return current;
        }

        private BasicSessionCredentials assume() {
            AssumeRoleRequest request = new AssumeRoleRequest();
            request.setRoleArn(role);
            request.setRoleSessionName(SESSION);
            request.setDurationSeconds(SESSION_LENGTH.toSeconds());
            prepare(request, HOME, STS);
            JsonNode answer = calls.call(
                    CloudAction.ALIBABA_ASSUME_ROLE,
                    "sts",
                    () -> answer(
                            clients.computeIfAbsent("sts", name -> client(bare(HOME), own)),
                            CloudAction.ALIBABA_ASSUME_ROLE,
                            "sts",
                            request));
            JsonNode keys = answer.path("Credentials");
            ends = instant(keys.path("Expiration").asString(""));
            return new BasicSessionCredentials(
                    keys.path("AccessKeyId").asString(""),
                    keys.path("AccessKeySecret").asString(""),
                    keys.path("SecurityToken").asString(""),
                    SESSION_LENGTH.toSeconds());
        }
    }
}
