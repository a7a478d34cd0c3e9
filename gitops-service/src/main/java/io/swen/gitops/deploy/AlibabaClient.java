package io.swen.gitops.deploy;

import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesFullStatusRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.exceptions.ServerException;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.trace.Traces;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** ECS through aliyun-java-sdk. */
@Component
final class AlibabaClient implements CloudClient {

    private static final int BATCH = 100;
    private static final String RECYCLING = "Recycling";

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final ConcurrentMap<String, DefaultAcsClient> clients = new ConcurrentHashMap<>();

    AlibabaClient(CloudProperties properties, Traces traces, Dependencies dependencies) {
        this.properties = properties;
        this.calls = new CloudCalls(Provider.ALIBABA, properties.callAttempts(), traces, dependencies);
    }

    @Override
    public Provider provider() {
        return Provider.ALIBABA;
    }

    @Override
    public String run(InstanceSpec spec) {
        RunInstancesRequest request = new RunInstancesRequest();
        request.setZoneId(Provider.ALIBABA.unqualified(spec.zone()));
        request.setInstanceType(spec.instanceType());
        request.setImageFamily(spec.image());
        request.setInstanceName(spec.name());
        request.setAmount(1);
        request.setInstanceChargeType("PostPaid");
        request.setSpotStrategy(spec.purchaseOption() == PurchaseOption.SPOT ? "SpotAsPriceGo" : "NoSpot");
        request.setSystemDiskCategory("cloud_essd");
        request.setSystemDiskSize(Integer.toString(spec.diskGb()));
        request.setClientToken(spec.clientToken());
        request.setUserData(Base64.getEncoder().encodeToString(spec.userData().getBytes(StandardCharsets.UTF_8)));
        request.setTags(spec.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> {
                    RunInstancesRequest.Tag made = new RunInstancesRequest.Tag();
                    made.setKey(tag.getKey());
                    made.setValue(tag.getValue());
                    return made;
                })
                .collect(Collectors.toCollection(ArrayList::new)));
        if (properties.alibaba().ramRole() != null) {
            request.setRamRoleName(properties.alibaba().ramRole());
        }
        CloudProperties.Network network =
                properties.alibaba().networks().get(Provider.ALIBABA.unqualified(spec.region()));
        if (network != null && network.vSwitchId() != null) {
            request.setVSwitchId(network.vSwitchId());
        }
        if (network != null && network.securityGroupId() != null) {
            request.setSecurityGroupId(network.securityGroupId());
        }
        return call(spec.region(), request).getInstanceIdSets().getFirst();
    }

    @Override
    public List<CloudInstance> byIds(String region, Collection<String> ids) {
        List<CloudInstance> found = new ArrayList<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            String batch = all.subList(from, Math.min(all.size(), from + BATCH)).stream()
                    .map(id -> '"' + id + '"')
                    .collect(Collectors.joining(",", "[", "]"));
            found.addAll(describe(region, request -> request.setInstanceIds(batch)));
        }
        return List.copyOf(found);
    }

    @Override
    public List<CloudInstance> byTag(String region, String key, String value) {
        return describe(region, request -> {
            DescribeInstancesRequest.Tag tag = new DescribeInstancesRequest.Tag();
            tag.setKey(key);
            tag.setValue(value);
            request.setTags(new ArrayList<>(List.of(tag)));
        });
    }

    @Override
    public Map<String, InstanceHealth> health(String region, Collection<String> ids) {
        Map<String, InstanceHealth> health = new HashMap<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            DescribeInstancesFullStatusRequest request = new DescribeInstancesFullStatusRequest();
            request.setInstanceIds(new ArrayList<>(all.subList(from, Math.min(all.size(), from + BATCH))));
            request.setPageSize(BATCH);
            call(region, request)
                    .getInstanceFullStatusSet()
                    .forEach(one -> health.put(
                            one.getInstanceId(),
                            one.getHealthStatus() == null
                                    ? InstanceHealth.UNKNOWN
                                    : health(one.getHealthStatus().getName())));
        }
        return Map.copyOf(health);
    }

    private static InstanceHealth health(@Nullable String name) {
        return switch (name == null ? "" : name) {
            case "Ok" -> InstanceHealth.OK;
            case "Initializing" -> InstanceHealth.STARTING;
            case "Impaired", "Warning" -> InstanceHealth.IMPAIRED;
            default -> InstanceHealth.UNKNOWN;
        };
    }

    @Override
    public void terminate(String region, Collection<String> ids) {
        List<String> existing =
                byIds(region, ids).stream().map(CloudInstance::instanceId).toList();
        for (int from = 0; from < existing.size(); from += BATCH) {
            DeleteInstancesRequest request = new DeleteInstancesRequest();
            request.setInstanceIds(new ArrayList<>(existing.subList(from, Math.min(existing.size(), from + BATCH))));
            request.setForce(true);
            call(region, request);
        }
    }

    @PreDestroy
    void close() {
        clients.values().forEach(DefaultAcsClient::shutdown);
    }

    private List<CloudInstance> describe(String region, Consumer<DescribeInstancesRequest> narrow) {
        List<CloudInstance> found = new ArrayList<>();
        String token = null;
        do {
            DescribeInstancesRequest request = new DescribeInstancesRequest();
            narrow.accept(request);
            request.setMaxResults(BATCH);
            if (token != null) {
                request.setNextToken(token);
            }
            DescribeInstancesResponse page = call(region, request);
            page.getInstances().forEach(instance -> found.add(instance(instance)));
            token = page.getNextToken();
        } while (token != null && !token.isEmpty());
        return List.copyOf(found);
    }

    private static CloudInstance instance(DescribeInstancesResponse.Instance instance) {
        Map<String, String> tags = new HashMap<>();
        if (instance.getTags() != null) {
            instance.getTags().forEach(tag -> tags.put(tag.getTagKey(), tag.getTagValue()));
        }
        boolean recycling = instance.getOperationLocks() != null
                && instance.getOperationLocks().stream().anyMatch(lock -> RECYCLING.equals(lock.getLockReason()));
        CloudInstance.State state = switch (instance.getStatus()) {
            case "Running" -> CloudInstance.State.RUNNING;
            case "Stopping" -> CloudInstance.State.ENDING;
            case "Stopped" -> CloudInstance.State.STOPPED;
            default -> CloudInstance.State.PENDING;
        };
        // ECS gives no reason; a stop that is no reclamation came from inside, since this service deletes and never
        // stops.
        CloudInstance.End end = switch (state) {
            case ENDING, STOPPED -> recycling ? CloudInstance.End.INTERRUPTION : CloudInstance.End.OWN_SHUTDOWN;
            case PENDING, RUNNING, TERMINATED -> CloudInstance.End.NONE;
        };
        return new CloudInstance(
                instance.getInstanceId(),
                state,
                end,
                recycling ? RECYCLING : instance.getStatus(),
                tags,
                facts(instance));
    }

    private static CloudInstance.Facts facts(DescribeInstancesResponse.Instance instance) {
        String strategy = instance.getSpotStrategy();
        List<String> addresses = instance.getPublicIpAddress();
        return new CloudInstance.Facts(
                instance.getInstanceType(),
                instance.getZoneId() == null ? null : Provider.ALIBABA.id() + ":" + instance.getZoneId(),
                (strategy == null || strategy.isEmpty()) ? null : !strategy.equals("NoSpot"),
                instance.getImageId(),
                null,
                instance.getSecurityGroupIds() == null ? Set.of() : Set.copyOf(instance.getSecurityGroupIds()),
                addresses == null || addresses.isEmpty() ? null : addresses.getFirst());
    }

    private <T extends AcsResponse> T call(String region, RpcAcsRequest<T> request) {
        String regionId = Provider.ALIBABA.unqualified(region);
        request.setSysRegionId(regionId);
        request.setSysConnectTimeout((int) properties.callTimeout().toMillis());
        request.setSysReadTimeout((int) properties.callTimeout().toMillis());
        URI endpoint = properties.alibaba().endpoint();
        if (endpoint == null) {
            request.setSysProtocol(ProtocolType.HTTPS);
        } else {
            request.setSysProtocol("https".equals(endpoint.getScheme()) ? ProtocolType.HTTPS : ProtocolType.HTTP);
            request.setSysEndpoint(endpoint.getAuthority());
        }
        return calls.call(region, () -> {
            try {
                return client(regionId).getAcsResponse(request);
            } catch (ClientException e) {
                throw translate(e);
            }
        });
    }

    private DefaultAcsClient client(String regionId) throws ClientException {
        DefaultAcsClient known = clients.get(regionId);
        if (known != null) {
            return known;
        }
        DefaultAcsClient made =
                new DefaultAcsClient(DefaultProfile.getProfile(regionId), new DefaultCredentialsProvider());
        // The retries are ours, so that there is one budget.
        made.setAutoRetry(false);
        DefaultAcsClient first = clients.putIfAbsent(regionId, made);
        return first == null ? made : first;
    }

    private static CloudException translate(ClientException e) {
        return new CloudException(kindOf(e, e.getErrCode()), "Alibaba Cloud: " + e.getMessage(), e);
    }

    private static CloudException.Kind kindOf(ClientException e, @Nullable String given) {
        String code = given == null ? "" : given;
        if (code.startsWith("Throttling")) {
            return CloudException.Kind.THROTTLED;
        }
        if (code.equals("OperationDenied.NoStock")
                || code.startsWith("QuotaExceed")
                || code.contains("SpotPriceLimit")) {
            return CloudException.Kind.CAPACITY;
        }
        if (code.startsWith("InvalidAccessKeyId")
                || code.startsWith("SignatureDoesNotMatch")
                || code.startsWith("Forbidden")
                || code.startsWith("InvalidCredentials")) {
            return CloudException.Kind.AUTH;
        }
        if (code.equals("SDK.ReadTimeout") || code.equals("SDK.ServerUnreachable")) {
            return CloudException.Kind.TIMEOUT;
        }
        if (code.startsWith("ServiceUnavailable") || code.startsWith("InternalError") || code.startsWith("SDK.")) {
            return CloudException.Kind.UNAVAILABLE;
        }
        return e instanceof ServerException || !code.isEmpty()
                ? CloudException.Kind.BAD_REQUEST
                : CloudException.Kind.AUTH;
    }
}
