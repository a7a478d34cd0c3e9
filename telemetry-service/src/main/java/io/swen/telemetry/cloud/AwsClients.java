package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.costexplorer.CostExplorerClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The AWS SDK's clients, each made for a region when it is first needed, and the one way to call through them. */
@Component
class AwsClients implements DisposableBean {

    /** Pricing and Cost Explorer are served from here for all regions. */
    static final Region HOME = Region.US_EAST_1;

    private static final String SESSION = "swen-telemetry";

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final Map<String, SdkClient> clients = new ConcurrentHashMap<>();
    private final Supplier<SdkHttpClient> http;
    private final Supplier<AwsCredentialsProvider> credentials;

    AwsClients(CloudProperties properties, CloudCalls calls) {
        this.properties = properties;
        this.calls = calls;
        this.http = Lazily.of(() -> ApacheHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(properties.callTimeout())
                .maxConnections(64)
                .build());
        this.credentials = Lazily.of(this::findCredentials);
    }

    Ec2Client ec2(String region) {
        return client(Ec2Client.class, region, Ec2Client::builder);
    }

    CloudWatchClient cloudWatch(String region) {
        return client(CloudWatchClient.class, region, CloudWatchClient::builder);
    }

    SqsClient sqs(String region) {
        return client(SqsClient.class, region, SqsClient::builder);
    }

    PricingClient pricing() {
        return client(PricingClient.class, HOME.id(), PricingClient::builder);
    }

    CostExplorerClient costExplorer() {
        return client(CostExplorerClient.class, HOME.id(), CostExplorerClient::builder);
    }

    S3Client s3(String region) {
        // Others than AWS need not have a name for each bucket.
        boolean byPath = properties.awsEndpoint() != null;
        return client(S3Client.class, region, () -> S3Client.builder().forcePathStyle(byPath));
    }

    /** How long a single attempt may take; a long poll has to be shorter. */
    Duration callTimeout() {
        return properties.callTimeout();
    }

    <T> T call(CloudAction action, String region, Supplier<T> call) {
        return call(action, region, 1, call);
    }

    <T> T call(CloudAction action, String region, long units, Supplier<T> call) {
        return calls.call(action, region, units, () -> {
            try {
                return call.get();
            } catch (SdkException e) {
                throw translated(region, action, e);
            }
        });
    }

    static String bare(String region) {
        return region.startsWith("aws:") ? region.substring(4) : region;
    }

    @Override
    public void destroy() {
        clients.values().forEach(SdkClient::close);
        if (!clients.isEmpty()) {
            http.get().close();
        }
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C client(
            Class<C> type, String region, Supplier<B> builder) {
        String bare = bare(region);
        AwsCredentialsProvider provider = credentials.get();
        return type.cast(clients.computeIfAbsent(
                type.getSimpleName() + "/" + bare, key -> configured(builder.get(), Region.of(bare), provider)));
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C configured(
            B builder, Region region, AwsCredentialsProvider provider) {
        URI endpoint = properties.awsEndpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(region)
                .credentialsProvider(provider)
                .httpClient(http.get())
                .overrideConfiguration(configuration -> configuration
                        .apiCallTimeout(properties.callTimeout())
                        // Retries are ours, so that they are counted and budgeted.
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** What the SDK's chain finds or, where a role is named, the role that may be assumed with it; renewed before it expires. */
    private AwsCredentialsProvider findCredentials() {
        AwsCredentialsProvider own = DefaultCredentialsProvider.builder().build();
        String role = properties.awsRoleArn();
        if (role == null) {
            return own;
        }
        StsClient sts = configured(StsClient.builder(), HOME, own);
        clients.put("StsClient", sts);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request ->
                        request.roleArn(role).roleSessionName(SESSION).externalId(properties.awsExternalId()))
                .build();
    }

    private static CloudException translated(String region, CloudAction action, SdkException e) {
        return new CloudException(Provider.AWS, code(e), region + " " + action.id() + ": " + e.getMessage(), e);
    }

    private static CloudErrorCode code(SdkException e) {
        return switch (e) {
            case AwsServiceException service -> {
                String name = service.awsErrorDetails() == null
                                || service.awsErrorDetails().errorCode() == null
                        ? ""
                        : service.awsErrorDetails().errorCode().toLowerCase(Locale.ROOT);
                if (service.isThrottlingException() || name.contains("limitexceeded") || name.contains("overlimit")) {
                    yield CloudErrorCode.THROTTLED;
                }
                if (service.statusCode() == 401
                        || service.statusCode() == 403
                        || name.contains("auth")
                        || name.contains("accessdenied")
                        || name.contains("unrecognizedclient")) {
                    yield CloudErrorCode.UNAUTHORIZED;
                }
                yield service.statusCode() >= 500 ? CloudErrorCode.REMOTE_FAILED : CloudErrorCode.REFUSED;
            }
            case ApiCallTimeoutException late -> CloudErrorCode.TIMED_OUT;
            case ApiCallAttemptTimeoutException late -> CloudErrorCode.TIMED_OUT;
            case SdkClientException client ->
                String.valueOf(client.getMessage()).contains("credentials")
                        ? CloudErrorCode.UNAUTHORIZED
                        : CloudErrorCode.UNREACHABLE;
            default -> CloudErrorCode.REMOTE_FAILED;
        };
    }
}
