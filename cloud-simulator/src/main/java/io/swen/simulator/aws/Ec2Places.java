package io.swen.simulator.aws;

import io.swen.catalog.CatalogInstanceType;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Regions, zones and instance types. */
final class Ec2Places {

    private final Market market;

    Ec2Places(Market market) {
        this.market = market;
    }

    Consumer<Xml> describeRegions(QueryParameters in) {
        Ec2Values.dryRun(in);
        List<String> names = in.list("RegionName");
        for (String name : names) {
            if (market.region(name).isEmpty()) {
                throw AwsException.badRequest("InvalidParameterValue", "Invalid region: [" + name + "]");
            }
        }
        Filters filters = new Filters(in.filters(), Set.of("region-name", "endpoint", "opt-in-status"));
        List<RegionMarket> regions = market.regions().stream()
                .filter(r -> names.isEmpty() || names.contains(r.name()))
                .filter(r -> filters.accept("region-name", r.name())
                        && filters.accept("endpoint", endpoint(r))
                        && filters.accept("opt-in-status", "opt-in-not-required"))
                .toList();
        return x -> x.list(
                "regionInfo",
                "item",
                regions,
                (item, r) -> item.leaf("regionName", r.name())
                        .leaf("regionEndpoint", endpoint(r))
                        .leaf("optInStatus", "opt-in-not-required"));
    }

    private static String endpoint(RegionMarket region) {
        return "ec2." + region.name() + ".amazonaws.com";
    }

    Consumer<Xml> describeAvailabilityZones(QueryParameters in, RegionMarket region) {
        Ec2Values.dryRun(in);
        Set<String> wanted = new HashSet<>();
        in.list("ZoneName").forEach(n -> wanted.add(ZoneNames.id(region, n)));
        in.list("ZoneId").forEach(n -> wanted.add(ZoneNames.checkedId(region, n)));
        Filters filters = new Filters(
                in.filters(), Set.of("zone-name", "zone-id", "state", "region-name", "zone-type", "opt-in-status"));
        List<String> zones = region.zones().stream()
                .filter(z -> wanted.isEmpty() || wanted.contains(z))
                .filter(z -> filters.accept("zone-name", ZoneNames.name(region, z))
                        && filters.accept("zone-id", z)
                        && filters.accept("state", "available")
                        && filters.accept("region-name", region.name())
                        && filters.accept("zone-type", "availability-zone")
                        && filters.accept("opt-in-status", "opt-in-not-required"))
                .toList();
        return x -> x.list(
                "availabilityZoneInfo",
                "item",
                zones,
                (item, z) -> item.leaf("optInStatus", "opt-in-not-required")
                        .leaf("zoneName", ZoneNames.name(region, z))
                        .leaf("zoneId", z)
                        .leaf("zoneState", "available")
                        .leaf("regionName", region.name())
                        .leaf("groupName", region.name())
                        .leaf("networkBorderGroup", region.name())
                        .leaf("zoneType", "availability-zone"));
    }

    Consumer<Xml> describeInstanceTypes(QueryParameters in, RegionMarket region) {
        Ec2Values.dryRun(in);
        List<String> names = in.list("InstanceType");
        if (names.size() > 100) {
            throw AwsException.badRequest("InvalidParameterValue", "At most 100 instance types can be named in a call");
        }
        List<String> unknown =
                names.stream().filter(n -> region.poolsOf(n).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw AwsException.badRequest(
                    "InvalidInstanceType", "The following supplied instance types do not exist: " + unknown);
        }
        Filters filters = new Filters(
                in.filters(),
                Set.of(
                        "instance-type",
                        "processor-info.supported-architecture",
                        "vcpu-info.default-vcpus",
                        "memory-info.size-in-mib",
                        "bare-metal",
                        "supported-usage-class"));
        List<CatalogInstanceType> types = region.types().stream()
                .filter(t -> names.isEmpty() || names.contains(t.name()))
                .filter(t -> filters.accept("instance-type", t.name())
                        && filters.accept("processor-info.supported-architecture", architecture(t))
                        && filters.accept("vcpu-info.default-vcpus", Integer.toString(t.vcpu()))
                        && filters.accept("memory-info.size-in-mib", Long.toString(mib(t)))
                        && filters.accept("bare-metal", Boolean.toString(bareMetal(t)))
                        && filters.acceptAny("supported-usage-class", usageClasses(region, t)))
                .toList();
        int limit = in.number("MaxResults", 100, 5, 100);
        int from = offset(in, types.size());
        List<CatalogInstanceType> page = types.subList(from, Math.min(types.size(), from + limit));
        return x -> {
            x.list("instanceTypeSet", "item", page, (item, t) -> instanceType(item, region, t));
            x.leaf("nextToken", from + limit < types.size() ? PageToken.of(from + limit) : null);
        };
    }

    private static void instanceType(Xml item, RegionMarket region, CatalogInstanceType t) {
        item.leaf("instanceType", t.name())
                .leaf("currentGeneration", true)
                .leaf("freeTierEligible", false)
                .list("supportedUsageClasses", "item", usageClasses(region, t), Ec2Places::text)
                .list("supportedRootDeviceTypes", "item", List.of("ebs"), Ec2Places::text)
                .list("supportedVirtualizationTypes", "item", List.of("hvm"), Ec2Places::text)
                .leaf("bareMetal", bareMetal(t))
                .leaf("hypervisor", bareMetal(t) ? null : "nitro")
                .element(
                        "processorInfo",
                        p -> p.list("supportedArchitectures", "item", List.of(architecture(t)), Ec2Places::text))
                .element("vCpuInfo", v -> v.leaf("defaultVCpus", t.vcpu()))
                .element("memoryInfo", m -> m.leaf("sizeInMiB", mib(t)));
        if (t.gpus() > 0) {
            item.element(
                    "gpuInfo",
                    g -> g.list(
                            "gpus",
                            "item",
                            List.of(t),
                            (gpu, type) -> gpu.leaf("name", type.gpuModel())
                                    .leaf("manufacturer", manufacturer(type))
                                    .leaf("count", type.gpus())));
        }
        item.leaf("hibernationSupported", false)
                .leaf("burstablePerformanceSupported", t.name().startsWith("t"))
                .leaf("dedicatedHostsSupported", false)
                .leaf("autoRecoverySupported", false);
    }

    private static void text(Xml item, String value) {
        item.text(value);
    }

    private static List<String> usageClasses(RegionMarket region, CatalogInstanceType t) {
        boolean spot = region.poolsOf(t.name()).values().stream().anyMatch(Pool::sellsSpot);
        return spot ? List.of("on-demand", "spot") : List.of("on-demand");
    }

    private static String manufacturer(CatalogInstanceType t) {
        String model = Objects.requireNonNullElse(t.gpuModel(), "");
        if (model.startsWith("Radeon")) {
            return "AMD";
        }
        return model.startsWith("Gaudi") ? "Habana" : "NVIDIA";
    }

    static String architecture(CatalogInstanceType t) {
        return t.architecture().equals("arm64") ? "arm64" : "x86_64";
    }

    private static boolean bareMetal(CatalogInstanceType t) {
        return t.name().contains(".metal");
    }

    private static long mib(CatalogInstanceType t) {
        return Math.round(t.memoryGib() * 1024);
    }

    private static int offset(QueryParameters in, int size) {
        String token = in.get("NextToken");
        if (token == null || token.isEmpty()) {
            return 0;
        }
        try {
            int offset = Integer.parseInt(PageToken.read(token, 1)
                    .orElseThrow(Ec2Values::invalidToken)
                    .getFirst());
            if (offset >= 0 && offset <= size) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw Ec2Values.invalidToken();
        }
        throw Ec2Values.invalidToken();
    }
}
