package io.swen.simulator;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pricing.PricingClient;

/** The real SDKs, pointed at a simulator. */
final class Clients {

    private final URI awsEndpoint;
    private final URI alibabaEndpoint;
    private final SimulatorCredentials credentials;

    Clients(SimulatorServer simulator) {
        awsEndpoint = simulator.awsEndpoint();
        alibabaEndpoint = simulator.alibabaEndpoint();
        credentials = simulator.credentials();
    }

    /** AWS alone, in a process of its own. */
    Clients(URI awsEndpoint, SimulatorCredentials credentials) {
        this.awsEndpoint = awsEndpoint;
        this.alibabaEndpoint = awsEndpoint;
        this.credentials = credentials;
    }

    Ec2Client ec2(String region) {
        return aws(Ec2Client.builder(), region).build();
    }

    Ec2Client ec2(String region, String keyId, String secret) {
        return aws(Ec2Client.builder(), region)
                .credentialsProvider(() -> AwsBasicCredentials.create(keyId, secret))
                .build();
    }

    PricingClient pricing() {
        return aws(PricingClient.builder(), "us-east-1").build();
    }

    CloudWatchClient cloudWatch(String region) {
        return aws(CloudWatchClient.builder(), region).build();
    }

    <B extends AwsClientBuilder<B, C>, C> B aws(B builder, String region) {
        var key = credentials.aws().getFirst();
        AwsCredentialsProvider provider = () -> AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        return builder.region(Region.of(region))
                .endpointOverride(awsEndpoint)
                .credentialsProvider(provider)
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)));
    }

    Alibaba alibaba(String region) {
        var key = credentials.alibaba().getFirst();
        return new Alibaba(alibabaEndpoint, region, key.accessKeyId(), key.accessKeySecret());
    }

    Alibaba alibaba(String region, String keyId, String secret) {
        return new Alibaba(alibabaEndpoint, region, keyId, secret);
    }

    /** Alibaba Cloud's client with the endpoint and plain HTTP set on each request. */
    static final class Alibaba {
        private final URI endpoint;
        private final DefaultAcsClient client;

        Alibaba(URI endpoint, String region, String keyId, String secret) {
            this.endpoint = endpoint;
            this.client = new DefaultAcsClient(
                    DefaultProfile.getProfile(region),
                    new StaticCredentialsProvider(new BasicCredentials(keyId, secret)));
        }

        <T extends AcsResponse> T call(AcsRequest<T> request) throws ClientException {
            return call(request, FormatType.JSON);
        }

        <T extends AcsResponse> T call(AcsRequest<T> request, FormatType format) throws ClientException {
            request.setSysProtocol(ProtocolType.HTTP);
            request.setSysEndpoint(endpoint.getHost() + ":" + endpoint.getPort());
            request.setSysAcceptFormat(format);
            return client.getAcsResponse(request, false, 0);
        }
    }
}
