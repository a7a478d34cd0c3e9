package io.swen.telemetry.cloud;

import com.aliyuncs.ecs.model.v20140526.DescribeInstanceTypesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeRegionsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeZonesRequest;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.TypeShape;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The regions, zones and instance types of ECS. */
@Component
class AlibabaPlaces implements SdkTelemetrySource.Places {

    private static final long TYPES_IN_ONE_CALL = 100;

    private final AlibabaClients alibaba;

    AlibabaPlaces(AlibabaClients alibaba) {
        this.alibaba = alibaba;
    }

    @Override
    public List<String> regions() {
        List<String> regions = new ArrayList<>();
        for (JsonNode region : alibaba.ask(
                        CloudAction.ALIBABA_DESCRIBE_REGIONS, AlibabaClients.HOME, new DescribeRegionsRequest())
                .at("/Regions/Region")) {
            regions.add(Provider.ALIBABA.qualify(region.path("RegionId").asString()));
        }
        return regions;
    }

    @Override
    public List<String> zones(String region) {
        List<String> zones = new ArrayList<>();
        for (JsonNode zone : alibaba.ask(CloudAction.ALIBABA_DESCRIBE_ZONES, region, new DescribeZonesRequest())
                .at("/Zones/Zone")) {
            zones.add(Provider.ALIBABA.qualify(zone.path("ZoneId").asString()));
        }
        return zones;
    }

    @Override
    public List<TypeShape> instanceTypes(String region) {
        List<TypeShape> types = new ArrayList<>();
        Pages.readAll(Provider.ALIBABA, "instance types of " + region, token -> {
            DescribeInstanceTypesRequest request = new DescribeInstanceTypesRequest();
            request.setMaxResults(TYPES_IN_ONE_CALL);
            request.setNextToken(token);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCE_TYPES, region, request);
            for (JsonNode type : answer.at("/InstanceTypes/InstanceType")) {
                int gpus = type.path("GPUAmount").asInt(0);
                String spec = type.path("GPUSpec").asString("");
                types.add(new TypeShape(
                        type.path("InstanceTypeId").asString(),
                        type.path("CpuArchitecture").asString("X86").equals("ARM") ? "arm64" : "amd64",
                        type.path("CpuCoreCount").asInt(),
                        type.path("MemorySize").asDouble(),
                        gpus,
                        gpus == 0 || spec.isEmpty() ? null : spec));
            }
            return answer.path("NextToken").asString("");
        });
        return types;
    }
}
