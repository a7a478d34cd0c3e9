package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.TypeShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** The regions, zones and instance types of EC2. */
@Component
class AwsPlaces implements SdkTelemetrySource.Places {

    private static final double MIB_IN_GIB = 1024;

    private final AwsClients aws;
    private final Map<String, Map<String, String>> zoneIds = new ConcurrentHashMap<>();

    AwsPlaces(AwsClients aws) {
        this.aws = aws;
    }

    @Override
    public List<String> regions() {
        String home = Provider.AWS.qualify(AwsClients.HOME.id());
        return aws
                .call(
                        CloudAction.AWS_DESCRIBE_REGIONS,
                        home,
                        () -> aws.ec2(home).describeRegions().regions())
                .stream()
                .map(region -> Provider.AWS.qualify(region.regionName()))
                .toList();
    }

    @Override
    public List<String> zones(String region) {
        return List.copyOf(zoneIdsByName(region).values());
    }

    @Override
    public List<TypeShape> instanceTypes(String region) {
        List<TypeShape> types = new ArrayList<>();
        Pages.readAll(Provider.AWS, "instance types of " + region, token -> {
            var answer = aws.call(
                    CloudAction.AWS_DESCRIBE_INSTANCE_TYPES,
                    region,
                    () -> aws.ec2(region).describeInstanceTypes(request -> request.nextToken(token)));
            answer.instanceTypes().forEach(type -> types.add(shape(type)));
            return answer.nextToken();
        });
        return types;
    }

    /** The zone that an answer speaks of, by its id or, where it gives none, by its name. */
    String zone(String region, @Nullable String zoneId, @Nullable String zoneName) {
        String id = zoneId != null && !zoneId.isEmpty()
                ? Provider.AWS.qualify(zoneId)
                : zoneIdsByName(region).get(zoneName == null ? "" : zoneName);
        if (id == null) {
            throw new CloudException(
                    Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + " has no zone " + zoneName, null);
        }
        return id;
    }

    /** Zone names mean other zones in each account, so SWEN speaks of zone ids; this maps one to the other. */
    private Map<String, String> zoneIdsByName(String region) {
        Map<String, String> known = zoneIds.get(region);
        if (known == null) {
            known = new HashMap<>();
            for (AvailabilityZone zone : aws.call(
                    CloudAction.AWS_DESCRIBE_AVAILABILITY_ZONES,
                    region,
                    () -> aws.ec2(region).describeAvailabilityZones().availabilityZones())) {
                known.put(zone.zoneName(), Provider.AWS.qualify(zone.zoneId()));
            }
            zoneIds.put(region, Map.copyOf(known));
        }
        return known;
    }

    private static TypeShape shape(InstanceTypeInfo type) {
        int gpus = 0;
        String model = null;
        if (type.gpuInfo() != null) {
            for (GpuDeviceInfo gpu : type.gpuInfo().gpus()) {
                gpus += gpu.count() == null ? 0 : gpu.count();
                model = gpu.name();
            }
        }
        boolean arm = type.processorInfo() != null
                && type.processorInfo().supportedArchitecturesAsStrings().contains("arm64");
        return new TypeShape(
                type.instanceTypeAsString(),
                arm ? "arm64" : "amd64",
                type.vCpuInfo().defaultVCpus(),
                type.memoryInfo().sizeInMiB() / MIB_IN_GIB,
                gpus,
                gpus == 0 ? null : model);
    }
}
