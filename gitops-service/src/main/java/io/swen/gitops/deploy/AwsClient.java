package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.trace.Traces;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** EC2 through the AWS SDK. */
@Component
final class AwsClient implements CloudClient {

    private static final int BATCH = 200;
    private static final int STATUS_BATCH = 100;
    private static final String ROOT_DEVICE = "/dev/xvda";

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final ConcurrentMap<String, Ec2Client> clients = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Map<String, String>> zoneNames = new ConcurrentHashMap<>();

    AwsClient(CloudProperties properties, Traces traces, Dependencies dependencies) {
        this.properties = properties;
        this.calls = new CloudCalls(Provider.AWS, properties.callAttempts(), traces, dependencies);
    }

    @Override
    public Provider provider() {
        return Provider.AWS;
    }

    @Override
    public String run(InstanceSpec spec) {
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .imageId(spec.image())
                .instanceType(spec.instanceType())
                .minCount(1)
                .maxCount(1)
                .clientToken(spec.clientToken())
                .userData(Base64.getEncoder().encodeToString(spec.userData().getBytes(StandardCharsets.UTF_8)))
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .placement(place -> place.availabilityZone(zoneName(spec.region(), spec.zone())))
                .blockDeviceMappings(device -> device.deviceName(ROOT_DEVICE)
                        .ebs(disk -> disk.volumeSize(spec.diskGb())
                                .volumeType(VolumeType.GP3)
                                .encrypted(true)
                                .deleteOnTermination(true)))
                .metadataOptions(metadata -> metadata.httpTokens("required"))
                .tagSpecifications(
                        tags -> tags.resourceType(ResourceType.INSTANCE).tags(tags(spec.tags())));
        if (spec.purchaseOption() == PurchaseOption.SPOT) {
            request.instanceMarketOptions(market -> market.marketType(MarketType.SPOT));
        }
        if (properties.aws().instanceProfile() != null) {
            request.iamInstanceProfile(profile -> profile.name(properties.aws().instanceProfile()));
        }
        CloudProperties.Network network = properties.aws().networks().get(Provider.AWS.unqualified(spec.region()));
        if (network != null && network.subnetId() != null) {
            request.subnetId(network.subnetId());
        }
        if (network != null && network.securityGroupId() != null) {
            request.securityGroupIds(network.securityGroupId());
        }
        return call(
                spec.region(),
                ec2 -> ec2.runInstances(request.build()).instances().getFirst().instanceId());
    }

    @Override
    public List<CloudInstance> byIds(String region, Collection<String> ids) {
        List<CloudInstance> found = new ArrayList<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            // A filter, because asking for an unknown id by InstanceIds fails the whole call.
            List<String> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            found.addAll(describe(
                    region, Filter.builder().name("instance-id").values(batch).build()));
        }
        return List.copyOf(found);
    }

    @Override
    public List<CloudInstance> byTag(String region, String key, String value) {
        return describe(
                region, Filter.builder().name("tag:" + key).values(value).build());
    }

    @Override
    public Map<String, InstanceHealth> health(String region, Collection<String> ids) {
        // Asking for an id that is gone fails the whole call.
        List<String> there = byIds(region, ids).stream()
                .filter(CloudInstance::isAlive)
                .map(CloudInstance::instanceId)
                .toList();
        Map<String, InstanceHealth> health = new HashMap<>();
        for (int from = 0; from < there.size(); from += STATUS_BATCH) {
            List<String> batch = there.subList(from, Math.min(there.size(), from + STATUS_BATCH));
            call(
                            region,
                            ec2 -> ec2.describeInstanceStatus(request -> request.instanceIds(batch))
                                    .instanceStatuses())
                    .forEach(one -> health.put(one.instanceId(), health(one)));
        }
        return Map.copyOf(health);
    }

    private static InstanceHealth health(InstanceStatus status) {
        Set<SummaryStatus> said = EnumSet.noneOf(SummaryStatus.class);
        if (status.instanceStatus() != null && status.instanceStatus().status() != null) {
            said.add(status.instanceStatus().status());
        }
        if (status.systemStatus() != null && status.systemStatus().status() != null) {
            said.add(status.systemStatus().status());
        }
        if (said.contains(SummaryStatus.IMPAIRED)) {
            return InstanceHealth.IMPAIRED;
        }
        if (said.contains(SummaryStatus.INITIALIZING)) {
            return InstanceHealth.STARTING;
        }
        return said.equals(EnumSet.of(SummaryStatus.OK)) ? InstanceHealth.OK : InstanceHealth.UNKNOWN;
    }

    @Override
    public void terminate(String region, Collection<String> ids) {
        List<String> existing =
                byIds(region, ids).stream().map(CloudInstance::instanceId).toList();
        if (!existing.isEmpty()) {
            call(region, ec2 -> ec2.terminateInstances(request -> request.instanceIds(existing)));
        }
    }

    @PreDestroy
    void close() {
        clients.values().forEach(Ec2Client::close);
    }

    private List<CloudInstance> describe(String region, Filter filter) {
        return call(
                region,
                ec2 -> ec2
                        .describeInstancesPaginator(DescribeInstancesRequest.builder()
                                .filters(filter)
                                .build())
                        .reservations()
                        .stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .map(AwsClient::instance)
                        .toList());
    }

    private static CloudInstance instance(Instance instance) {
        Map<String, String> tags = new HashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        String reason =
                instance.stateReason() == null ? null : instance.stateReason().code();
        CloudInstance.State state = switch (instance.state().name()) {
            case PENDING -> CloudInstance.State.PENDING;
            case RUNNING -> CloudInstance.State.RUNNING;
            case SHUTTING_DOWN, STOPPING -> CloudInstance.State.ENDING;
            case STOPPED -> CloudInstance.State.STOPPED;
            case TERMINATED -> CloudInstance.State.TERMINATED;
            case UNKNOWN_TO_SDK_VERSION -> CloudInstance.State.PENDING;
        };
        return new CloudInstance(instance.instanceId(), state, end(reason), reason, tags, facts(instance));
    }

    private static CloudInstance.Facts facts(Instance instance) {
        String zone = instance.placement() == null ? null : instance.placement().availabilityZoneId();
        return new CloudInstance.Facts(
                instance.instanceTypeAsString(),
                zone == null ? null : Provider.AWS.id() + ":" + zone,
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                instance.imageId(),
                instance.metadataOptions() == null
                        ? null
                        : instance.metadataOptions().httpTokensAsString(),
                instance.securityGroups().stream().map(GroupIdentifier::groupId).collect(Collectors.toSet()),
                instance.publicIpAddress());
    }

    private static CloudInstance.End end(@Nullable String reason) {
        if (reason == null) {
            return CloudInstance.End.NONE;
        }
        return switch (reason) {
            case "Client.InstanceInitiatedShutdown" -> CloudInstance.End.OWN_SHUTDOWN;
            case "Client.UserInitiatedShutdown" -> CloudInstance.End.USER;
            case "Server.SpotInstanceTermination", "Server.SpotInstanceShutdown" -> CloudInstance.End.INTERRUPTION;
            default -> CloudInstance.End.NONE;
        };
    }

    /** Zone names mean other zones in each account, so the stable id is looked up. */
    private String zoneName(String region, String zone) {
        Map<String, String> names = zoneNames.computeIfAbsent(region, this::zones);
        String name = names.get(Provider.AWS.unqualified(zone));
        if (name == null) {
            throw new CloudException(
                    CloudException.Kind.BAD_REQUEST,
                    zone + " is not a zone of " + region,
                    new IllegalArgumentException(zone));
        }
        return name;
    }

    private Map<String, String> zones(String region) {
        Map<String, String> names = new HashMap<>();
        call(region, ec2 -> ec2.describeAvailabilityZones().availabilityZones())
                .forEach(zone -> names.put(zone.zoneId(), zone.zoneName()));
        return Map.copyOf(names);
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private <T> T call(String region, Function<Ec2Client, T> call) {
        return calls.call(region, () -> {
            try {
                return call.apply(client(region));
            } catch (SdkException e) {
                throw translate(e);
            }
        });
    }

    private static CloudException translate(SdkException e) {
        CloudException.Kind kind;
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            kind = CloudException.Kind.TIMEOUT;
        } else if (e instanceof AwsServiceException refused) {
            kind = kindOf(refused);
        } else if (e instanceof SdkClientException
                && e.getMessage() != null
                && e.getMessage().contains("credentials")) {
            kind = CloudException.Kind.AUTH;
        } else {
            kind = CloudException.Kind.UNAVAILABLE;
        }
        return new CloudException(kind, "AWS: " + e.getMessage(), e);
    }

    private static CloudException.Kind kindOf(AwsServiceException refused) {
        String code = refused.awsErrorDetails() == null
                ? ""
                : refused.awsErrorDetails().errorCode();
        if (refused.isThrottlingException() || code.equals("RequestLimitExceeded")) {
            return CloudException.Kind.THROTTLED;
        }
        if (code.equals("InsufficientInstanceCapacity")
                || code.equals("SpotMaxPriceTooLow")
                || code.contains("LimitExceeded")
                || code.equals("InsufficientHostCapacity")) {
            return CloudException.Kind.CAPACITY;
        }
        if (refused.statusCode() == 401 || refused.statusCode() == 403 || code.equals("UnauthorizedOperation")) {
            return CloudException.Kind.AUTH;
        }
        return refused.statusCode() >= 500 ? CloudException.Kind.UNAVAILABLE : CloudException.Kind.BAD_REQUEST;
    }

    private Ec2Client client(String region) {
        return clients.computeIfAbsent(region, name -> {
            Ec2ClientBuilder builder = Ec2Client.builder()
                    .region(Region.of(Provider.AWS.unqualified(name)))
                    .httpClientBuilder(ApacheHttpClient.builder()
                            .connectionTimeout(properties.callTimeout())
                            .socketTimeout(properties.callTimeout()))
                    // The retries are ours, so that there is one budget.
                    .overrideConfiguration(config -> config.apiCallTimeout(properties.callTimeout())
                            .retryStrategy(AwsRetryStrategy.doNotRetry()));
            if (properties.aws().endpoint() != null) {
                builder.endpointOverride(properties.aws().endpoint());
            }
            return builder.build();
        });
    }
}
