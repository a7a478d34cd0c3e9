package io.swen.simulator.alibaba;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.IdempotencyMismatchException;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.Launch;
import io.swen.simulator.fleet.LaunchSpec;
import io.swen.simulator.fleet.NoSpotCapacityException;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.market.Seeded;
import io.swen.simulator.market.SpotQuote;
import io.swen.simulator.protocol.Hashes;
import io.swen.simulator.protocol.PageToken;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** ECS, version 2014-05-26. */
final class EcsApi {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SPOT_HISTORY = Duration.ofDays(30);
    private static final int SPOT_PAGE = 1_000;
    private static final int MAX_USER_DATA = 32_768;
    private static final Set<String> SPOT_STRATEGIES = Set.of("NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit");

    private final Market market;
    private final Fleet fleet;
    private final SimulatedClock clock;
    private final long seed;
    private final EcsOutlook outlook;

    EcsApi(Market market, Fleet fleet, SimulatedClock clock, long seed) {
        this.market = market;
        this.fleet = fleet;
        this.clock = clock;
        this.seed = seed;
        this.outlook = new EcsOutlook(fleet, clock);
    }

    Map<String, Object> answer(String action, RpcParameters in, String account) {
        return switch (action) {
            case "DescribeRegions" -> describeRegions(in);
            case "DescribeZones" -> describeZones(in);
            case "DescribeInstanceTypes" -> describeInstanceTypes(in);
            case "DescribePrice" -> describePrice(in);
            case "DescribeSpotPriceHistory" -> describeSpotPriceHistory(in);
            case "RunInstances" -> runInstances(in, account);
            case "DescribeInstances" -> describeInstances(in, account);
            case "DeleteInstance" -> deleteInstances(in, account, List.of(in.required("InstanceId")));
            case "DeleteInstances" -> deleteInstances(in, account, in.list("InstanceId"));
            case "TagResources" -> tagResources(in, account);
            case "DescribeAvailableResource" -> outlook.describeAvailableResource(in, region(in));
            case "DescribeSpotAdvice" -> outlook.describeSpotAdvice(in, region(in));
            case "DescribeInstancesFullStatus" -> outlook.describeInstancesFullStatus(in, region(in), account);
            case "DescribeInstanceHistoryEvents" -> outlook.describeInstanceHistoryEvents(in, region(in), account);
            default ->
                throw new AlibabaException(
                        404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
        };
    }

    private RegionMarket region(RpcParameters in) {
        String name = in.required("RegionId");
        return market.region(name)
                .orElseThrow(() -> new AlibabaException(
                        404, "InvalidRegionId.NotFound", "The specified RegionId does not exist."));
    }

    private Map<String, Object> describeRegions(RpcParameters in) {
        in.get("RegionId");
        return Map.of(
                "Regions",
                Map.of(
                        "Region",
                        market.regions().stream()
                                .map(r -> ordered(
                                        "RegionId",
                                        r.name(),
                                        "LocalName",
                                        r.place().city(),
                                        "RegionEndpoint",
                                        "ecs." + r.name() + ".aliyuncs.com",
                                        "Status",
                                        "available"))
                                .toList()));
    }

    private Map<String, Object> describeZones(RpcParameters in) {
        RegionMarket region = region(in);
        boolean spotOnly = !in.get("SpotStrategy", "NoSpot").equals("NoSpot");
        var zones = new ArrayList<Map<String, Object>>();
        for (String zone : region.zones()) {
            List<String> types = region.pools().stream()
                    .filter(p -> p.zone().equals(zone) && (!spotOnly || p.sellsSpot()))
                    .map(p -> p.type().name())
                    .toList();
            zones.add(ordered(
                    "ZoneId",
                    zone,
                    "LocalName",
                    region.place().city() + " Zone " + Character.toUpperCase(zone.charAt(zone.length() - 1)),
                    "ZoneType",
                    "AvailabilityZone",
                    "AvailableResourceCreation",
                    Map.of("ResourceTypes", List.of("VSwitch", "IoOptimized", "Instance", "Disk")),
                    "AvailableDiskCategories",
                    Map.of("DiskCategories", List.of("cloud_essd", "cloud_efficiency")),
                    "AvailableInstanceTypes",
                    Map.of("InstanceTypes", types)));
        }
        return Map.of("Zones", Map.of("Zone", zones));
    }

    /** All types, of all regions, as ECS answers; which zone has them is told by DescribeZones. */
    private Map<String, Object> describeInstanceTypes(RpcParameters in) {
        List<String> names = in.list("InstanceTypes");
        if (names.size() > 10) {
            throw AlibabaException.badRequest(
                    "InvalidParameter.InstanceTypes", "At most 10 InstanceTypes can be given.");
        }
        String family = in.get("InstanceTypeFamily");
        String architecture = in.get("CpuArchitecture");
        int minCpu = in.number("MinimumCpuCoreCount", 0, 0, Integer.MAX_VALUE);
        int minGpu = in.number("MinimumGPUAmount", 0, 0, Integer.MAX_VALUE);
        List<CatalogInstanceType> types = market.types().values().stream()
                .filter(t -> names.isEmpty() || names.contains(t.name()))
                .filter(t -> family == null || family.equals("ecs." + t.family()))
                .filter(t -> architecture == null || architecture.equals(cpuArchitecture(t)))
                .filter(t -> t.vcpu() >= minCpu && t.gpus() >= minGpu)
                .sorted(Comparator.comparing(CatalogInstanceType::name))
                .toList();
        String token = in.get("NextToken");
        int limit = in.number("MaxResults", token == null ? Integer.MAX_VALUE : 100, 1, 1_600);
        String after = token == null ? "" : page(token);
        List<CatalogInstanceType> rest =
                types.stream().filter(t -> t.name().compareTo(after) > 0).toList();
        List<CatalogInstanceType> page = rest.subList(0, Math.min(rest.size(), limit));
        return ordered(
                "InstanceTypes",
                Map.of("InstanceType", page.stream().map(EcsApi::instanceType).toList()),
                "NextToken",
                rest.size() > page.size() ? PageToken.of(page.getLast().name()) : "");
    }

    private static Map<String, Object> instanceType(CatalogInstanceType t) {
        String model = t.gpuModel();
        return ordered(
                "InstanceTypeId", t.name(),
                "InstanceTypeFamily", "ecs." + t.family(),
                "CpuCoreCount", t.vcpu(),
                "CpuArchitecture", cpuArchitecture(t),
                "MemorySize", t.memoryGib(),
                "GPUAmount", t.gpus(),
                "GPUSpec", model == null ? "" : "NVIDIA " + model,
                "InstanceCategory", t.gpus() > 0 ? "Heterogeneous computing" : "General-purpose",
                "NvmeSupport", "unsupported");
    }

    private static String cpuArchitecture(CatalogInstanceType t) {
        return t.architecture().equals("arm64") ? "ARM" : "X86";
    }

    private Map<String, Object> describePrice(RpcParameters in) {
        RegionMarket region = region(in);
        String resource = in.get("ResourceType", "instance");
        if (!resource.equals("instance")) {
            throw AlibabaException.badRequest(
                    "InvalidResourceType.ValueNotSupported",
                    "The specified ResourceType is not supported: " + resource);
        }
        if (!in.get("PriceUnit", "Hour").equals("Hour") || in.number("Period", 1, 1, 999) != 1) {
            throw AlibabaException.badRequest(
                    "InvalidPriceUnit.ValueNotSupported",
                    "The specified PriceUnit and Period are not supported: hourly only.");
        }
        String strategy = strategy(in);
        CatalogInstanceType type = type(in.required("InstanceType"));
        String zone = zone(in, region);
        Instant now = clock.instant();
        Pool pool = (zone == null
                        ? region.poolsOf(type.name()).values().stream()
                        : region.pool(zone, type.name()).stream())
                .filter(p -> strategy.equals("NoSpot") || p.sellsSpot())
                .min(Comparator.comparing(p -> strategy.equals("NoSpot") ? p.onDemandPrice() : spotPrice(p, now)))
                .orElseThrow(() ->
                        new AlibabaException(404, "PriceNotFound", "The price of your queried resource is not found."));
        BigDecimal amount = BigDecimal.valueOf(in.number("Amount", 1, 1, 1_000));
        BigDecimal original = pool.onDemandPrice().multiply(amount);
        BigDecimal trade =
                strategy.equals("NoSpot") ? original : spotPrice(pool, now).multiply(amount);
        BigDecimal discount = original.subtract(trade);
        return Map.of(
                "PriceInfo",
                ordered(
                        "Price",
                        ordered(
                                "OriginalPrice",
                                original,
                                "DiscountPrice",
                                discount,
                                "TradePrice",
                                trade,
                                "Currency",
                                pool.currency(),
                                "DetailInfos",
                                Map.of(
                                        "DetailInfo",
                                        List.of(ordered(
                                                "Resource", "instanceType",
                                                "OriginalPrice", original,
                                                "DiscountPrice", discount,
                                                "TradePrice", trade)))),
                        "Rules",
                        Map.of("Rule", List.of())));
    }

    private static BigDecimal spotPrice(Pool pool, Instant now) {
        return pool.spotAt(now).map(SpotQuote::price).orElse(pool.onDemandPrice());
    }

    private Map<String, Object> describeSpotPriceHistory(RpcParameters in) {
        RegionMarket region = region(in);
        CatalogInstanceType type = type(in.required("InstanceType"));
        String network = in.required("NetworkType");
        if (!network.equals("vpc") && !network.equals("classic")) {
            throw AlibabaException.badRequest(
                    "InvalidNetworkType.ValueNotSupported", "The specified NetworkType is not supported: " + network);
        }
        String zone = zone(in, region);
        Instant now = clock.instant();
        Instant end = earlier(time(in, "EndTime", now), now);
        Instant start = time(in, "StartTime", end.minus(Duration.ofHours(3)));
        if (start.isAfter(end)) {
            throw AlibabaException.badRequest(
                    "InvalidStartTime.ValueNotSupported", "The StartTime is after the EndTime.");
        }
        if (start.isBefore(now.minus(SPOT_HISTORY))) {
            start = now.minus(SPOT_HISTORY);
        }
        int offset = in.number("Offset", 0, 0, Integer.MAX_VALUE);
        Instant from = start;
        List<Map<String, Object>> all = region.poolsOf(type.name()).values().stream()
                .filter(p -> zone == null || zone.equals(p.zone()))
                .flatMap(p -> p.spotBetween(from, end, Integer.MAX_VALUE).stream()
                        .sorted(Comparator.comparing(SpotQuote::since))
                        .map(q -> spotPrice(p, q, from, network)))
                .toList();
        List<Map<String, Object>> page =
                all.subList(Math.min(offset, all.size()), Math.min(all.size(), offset + SPOT_PAGE));
        return ordered(
                "Currency",
                "CNY",
                "NextOffset",
                offset + SPOT_PAGE < all.size() ? offset + SPOT_PAGE : 0,
                "SpotPrices",
                Map.of("SpotPriceType", page));
    }

    private static Map<String, Object> spotPrice(Pool pool, SpotQuote quote, Instant from, String network) {
        Instant at = quote.since().isBefore(from) ? from : quote.since();
        return ordered(
                "ZoneId", pool.zone(),
                "InstanceType", pool.type().name(),
                "IoOptimized", "optimized",
                "NetworkType", network,
                "SpotPrice", quote.price(),
                "OriginPrice", pool.onDemandPrice(),
                "Timestamp", SECOND.format(at.truncatedTo(ChronoUnit.SECONDS)));
    }

    private Map<String, Object> runInstances(RpcParameters in, String account) {
        RegionMarket region = region(in);
        CatalogInstanceType type = type(in.required("InstanceType"));
        String image = in.get("ImageId");
        if (image == null) {
            image = in.get("ImageFamily");
        }
        if (image == null) {
            throw AlibabaException.missing("ImageId");
        }
        if (!in.get("InstanceChargeType", "PostPaid").equals("PostPaid")) {
            throw AlibabaException.badRequest(
                    "InvalidInstanceChargeType.ValueNotSupported",
                    "The specified InstanceChargeType is not supported: PostPaid only.");
        }
        int amount = in.number("Amount", 1, 1, 100);
        if (in.number("MinAmount", 1, 1, 100) > amount) {
            throw AlibabaException.badRequest(
                    "InvalidParameter.MinAmount", "The MinAmount must not exceed the Amount.");
        }
        String strategy = strategy(in);
        boolean spot = !strategy.equals("NoSpot");
        Pool pool = pool(in, region, type, spot, account);
        BigDecimal limit = strategy.equals("SpotWithPriceLimit") ? spotLimit(in, pool) : null;
        String token = in.get("ClientToken");
        if (token != null
                && (token.length() > 64
                        || !StandardCharsets.US_ASCII.newEncoder().canEncode(token))) {
            throw AlibabaException.badRequest(
                    "InvalidClientToken", "The ClientToken is at most 64 ASCII characters long.");
        }
        String userData = userData(in.get("UserData"));
        Map<String, String> tags = in.tags();
        dryRun(in);
        Launch launched;
        try {
            launched = fleet.launch(new LaunchSpec(
                    Provider.ALIBABA,
                    account,
                    region.name(),
                    pool,
                    amount,
                    image,
                    spot,
                    limit,
                    false,
                    true,
                    in.get("InstanceName", ""),
                    tags,
                    userData,
                    token,
                    Hashes.sha256Hex(in.fingerprint())));
        } catch (NoSpotCapacityException e) {
            throw new AlibabaException(
                    403,
                    "OperationDenied.NoStock",
                    "Sales of this resource are temporarily suspended in the specified zone.");
        } catch (IdempotencyMismatchException e) {
            throw AlibabaException.badRequest(
                    "IdempotentParameterMismatch",
                    "The specified parameter has changed while using an already used clientToken.");
        }
        BigDecimal hourly = spot ? spotPrice(pool, clock.instant()) : pool.onDemandPrice();
        return ordered(
                "InstanceIdSets", Map.of("InstanceIdSet", launched.ids()),
                "TradePrice", hourly.multiply(BigDecimal.valueOf(amount)));
    }

    private Pool pool(RpcParameters in, RegionMarket region, CatalogInstanceType type, boolean spot, String account) {
        String zone = zone(in, region);
        List<Pool> open = region.poolsOf(type.name()).values().stream()
                .filter(p -> (zone == null || zone.equals(p.zone())) && (!spot || p.sellsSpot()))
                .toList();
        if (open.isEmpty()) {
            throw new AlibabaException(
                    403,
                    zone == null ? "InvalidInstanceType.ValueNotSupported" : "InvalidInstanceType.ZoneNotSupported",
                    "The specified instanceType " + type.name() + " is not supported "
                            + (zone == null ? "in region " + region.name() : "in zone " + zone) + ".");
        }
        String draw = account + in.get("ClientToken", "") + type.name();
        return open.get((int) (Seeded.unit(Seeded.hash(seed, draw)) * open.size()));
    }

    private BigDecimal spotLimit(RpcParameters in, Pool pool) {
        String text = in.required("SpotPriceLimit");
        BigDecimal limit;
        try {
            limit = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw AlibabaException.invalid("SpotPriceLimit", text);
        }
        if (limit.compareTo(spotPrice(pool, clock.instant())) < 0) {
            throw AlibabaException.badRequest(
                    "InvalidSpotPriceLimit.LowerThanPublicPrice",
                    "The specified parameter \"spotPriceLimit\" can't be lower than current public price.");
        }
        return limit;
    }

    private static @Nullable String userData(@Nullable String encoded) {
        if (encoded == null) {
            return null;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw AlibabaException.badRequest(
                    "InvalidUserData.Base64FormatInvalid", "The specified UserData is not Base64.");
        }
        if (decoded.length > MAX_USER_DATA) {
            throw AlibabaException.badRequest(
                    "InvalidUserData.SizeExceeded", "The specified UserData exceeds the limit of 32 KB.");
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private Map<String, Object> describeInstances(RpcParameters in, String account) {
        RegionMarket region = region(in);
        Instant now = clock.instant();
        List<String> ids = ids(in.get("InstanceIds"));
        String status = in.get("Status");
        String zone = in.get("ZoneId");
        String type = in.get("InstanceType");
        Map<String, String> tags = in.tags();
        String charge = in.get("InstanceChargeType");
        String name = in.get("InstanceName");
        String lock = in.get("LockReason");
        List<SimInstance> matching = fleet.list(Provider.ALIBABA, account, region.name()).stream()
                .filter(i -> exists(InstanceStatus.of(i, now)))
                .filter(i -> ids.isEmpty() || ids.contains(i.id()))
                .filter(i -> status == null || status.equals(stateName(InstanceStatus.of(i, now))))
                .filter(i -> zone == null || zone.equals(i.zone()))
                .filter(i -> type == null || type.equals(i.type()))
                .filter(i -> charge == null || charge.equals("PostPaid"))
                .filter(i -> name == null || glob(name, i.name()))
                .filter(i -> lock == null
                        || (lock.equals("Recycling")
                                && InstanceStatus.of(i, now).noticedUntil() != null))
                .filter(i -> tags.entrySet().stream().allMatch(t -> has(i, t)))
                .toList();
        String token = in.get("NextToken");
        boolean byToken = token != null || in.get("MaxResults") != null;
        int size = byToken ? in.number("MaxResults", 10, 1, 100) : in.number("PageSize", 10, 1, 100);
        int number = in.number("PageNumber", 1, 1, Integer.MAX_VALUE);
        List<SimInstance> page;
        String next = "";
        if (byToken) {
            String after = token == null ? "" : page(token);
            List<SimInstance> rest =
                    matching.stream().filter(i -> i.id().compareTo(after) > 0).toList();
            page = rest.subList(0, Math.min(size, rest.size()));
            next = rest.size() > page.size() ? PageToken.of(page.getLast().id()) : "";
        } else {
            int from = (int) Math.min(matching.size(), (number - 1L) * size);
            page = matching.subList(from, Math.min(matching.size(), from + size));
        }
        return ordered(
                "TotalCount", matching.size(),
                "PageNumber", number,
                "PageSize", size,
                "NextToken", next,
                "Instances",
                        Map.of(
                                "Instance",
                                page.stream().map(i -> instance(i, now)).toList()));
    }

    private static boolean has(SimInstance i, Map.Entry<String, String> tag) {
        String value = i.tags().get(tag.getKey());
        return value != null && (tag.getValue().isEmpty() || tag.getValue().equals(value));
    }

    private static boolean glob(String pattern, String text) {
        return text.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }

    private Map<String, Object> instance(SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        CatalogInstanceType type = market.types().get(i.type());
        List<Map<String, Object>> locks = status.noticedUntil() == null
                ? List.of()
                : List.of(ordered(
                        "LockReason", "Recycling", "LockMsg", "Recycling at " + SECOND.format(status.noticedUntil())));
        return ordered(
                "InstanceId",
                i.id(),
                "InstanceName",
                i.name().isEmpty() ? i.id() : i.name(),
                "HostName",
                i.id(),
                "RegionId",
                i.region(),
                "ZoneId",
                i.zone(),
                "Status",
                stateName(status),
                "InstanceType",
                i.type(),
                "InstanceTypeFamily",
                type == null ? "" : "ecs." + type.family(),
                "Cpu",
                type == null ? 0 : type.vcpu(),
                "Memory",
                type == null ? 0 : Math.round(type.memoryGib() * 1024),
                "GPUAmount",
                type == null ? 0 : type.gpus(),
                "GPUSpec",
                type == null || type.gpuModel() == null ? "" : "NVIDIA " + type.gpuModel(),
                "ImageId",
                i.imageId(),
                "InstanceChargeType",
                "PostPaid",
                "SpotStrategy",
                !i.spot() ? "NoSpot" : i.spotLimit() == null ? "SpotAsPriceGo" : "SpotWithPriceLimit",
                "SpotPriceLimit",
                i.spotLimit() == null ? 0 : i.spotLimit(),
                "CreationTime",
                MINUTE.format(i.launchedAt()),
                "StartTime",
                now.isBefore(i.runningAt()) ? "" : MINUTE.format(i.runningAt()),
                "ExpiredTime",
                "2099-12-31T15:59Z",
                "OSType",
                "linux",
                "InstanceNetworkType",
                "vpc",
                "IoOptimized",
                true,
                "StoppedMode",
                status.state() == InstanceStatus.State.STOPPED ? "KeepCharging" : "Not-applicable",
                "VpcAttributes",
                ordered("PrivateIpAddress", Map.of("IpAddress", List.of(i.privateIp()))),
                "SecurityGroupIds",
                Map.of("SecurityGroupId", List.of()),
                "PublicIpAddress",
                Map.of("IpAddress", List.of()),
                "OperationLocks",
                Map.of("LockReason", locks),
                "Tags",
                Map.of(
                        "Tag",
                        i.tags().entrySet().stream()
                                .map(t -> ordered("TagKey", t.getKey(), "TagValue", t.getValue()))
                                .toList()));
    }

    private Map<String, Object> deleteInstances(RpcParameters in, String account, List<String> ids) {
        if (ids.isEmpty()) {
            throw AlibabaException.missing("InstanceId");
        }
        if (ids.size() > 100) {
            throw AlibabaException.invalid("InstanceId", ids.size() + " ids, at most 100");
        }
        // DeleteInstance knows no region; DeleteInstances has to name it.
        String region = in.get("RegionId");
        boolean force = in.flag("Force");
        Instant now = clock.instant();
        List<SimInstance> victims = found(ids, account, region, "InvalidInstanceId.NotFound");
        for (SimInstance victim : victims) {
            InstanceStatus.State state = InstanceStatus.of(victim, now).state();
            if (!force && state != InstanceStatus.State.STOPPED) {
                throw new AlibabaException(
                        403,
                        "IncorrectInstanceStatus",
                        "The current status of the resource does not support this operation; " + victim.id() + " is "
                                + stateName(InstanceStatus.of(victim, now)) + ".");
            }
        }
        dryRun(in);
        fleet.delete(victims);
        return Map.of();
    }

    private Map<String, Object> tagResources(RpcParameters in, String account) {
        RegionMarket region = region(in);
        String resource = in.required("ResourceType");
        if (!resource.equals("instance")) {
            throw new AlibabaException(
                    404, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records.");
        }
        List<String> ids = in.list("ResourceId");
        if (ids.isEmpty()) {
            throw AlibabaException.missing("ResourceId");
        }
        Map<String, String> tags = in.tags();
        if (tags.isEmpty()) {
            throw AlibabaException.missing("Tag");
        }
        List<SimInstance> targets = found(ids, account, region.name(), "InvalidResourceId.NotFound");
        for (SimInstance target : targets) {
            if (Stream.concat(target.tags().keySet().stream(), tags.keySet().stream())
                            .distinct()
                            .count()
                    > 20) {
                throw new AlibabaException(
                        403, "TagLimitExceeded", "The maximum number of tags for a resource has been reached.");
            }
        }
        fleet.tag(targets, tags);
        return Map.of();
    }

    private List<SimInstance> found(List<String> ids, String account, @Nullable String region, String code) {
        Instant now = clock.instant();
        var found = new ArrayList<SimInstance>();
        for (String id : new TreeSet<>(ids)) {
            Optional<SimInstance> instance =
                    fleet.find(Provider.ALIBABA, account, region, id).filter(i -> exists(InstanceStatus.of(i, now)));
            found.add(instance.orElseThrow(
                    () -> new AlibabaException(404, code, "The specified InstanceId does not exist: " + id)));
        }
        return found;
    }

    /** What is released is no longer listed. */
    private static boolean exists(InstanceStatus status) {
        return !status.ending();
    }

    static String stateName(InstanceStatus status) {
        return switch (status.state()) {
            case PENDING -> "Starting";
            case RUNNING -> "Running";
            case STOPPING, SHUTTING_DOWN -> "Stopping";
            case STOPPED, GONE -> "Stopped";
        };
    }

    private CatalogInstanceType type(String name) {
        CatalogInstanceType type = market.types().get(name);
        if (type == null) {
            throw AlibabaException.badRequest(
                    "InvalidInstanceType.ValueNotSupported",
                    "The specified instanceType beyond the permitted range: " + name);
        }
        return type;
    }

    private static @Nullable String zone(RpcParameters in, RegionMarket region) {
        String zone = in.get("ZoneId");
        if (zone != null && !region.zones().contains(zone)) {
            throw new AlibabaException(404, "InvalidZoneId.NotFound", "The specified zone does not exist: " + zone);
        }
        return zone;
    }

    private static String strategy(RpcParameters in) {
        String strategy = in.get("SpotStrategy", "NoSpot");
        if (!SPOT_STRATEGIES.contains(strategy)) {
            throw AlibabaException.badRequest(
                    "InvalidSpotStrategy", "The specified SpotStrategy is not valid: " + strategy);
        }
        return strategy;
    }

    private static List<String> ids(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        try {
            List<String> ids = JsonMapper.shared().readValue(json, new TypeReference<List<String>>() {});
            if (ids.size() <= 100) {
                return ids;
            }
        } catch (JacksonException e) {
            throw AlibabaException.badRequest(
                    "InvalidInstanceIds.Malformed", "The specified InstanceIds are not a JSON array.");
        }
        throw AlibabaException.badRequest("InvalidInstanceIds.Malformed", "At most 100 InstanceIds can be given.");
    }

    private static void dryRun(RpcParameters in) {
        if (in.flag("DryRun")) {
            throw new AlibabaException(
                    412, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
        }
    }

    private static String page(String token) {
        return PageToken.read(token, 1)
                .orElseThrow(
                        () -> AlibabaException.badRequest("InvalidNextToken", "The specified NextToken is not valid."))
                .getFirst();
    }

    private static Instant time(RpcParameters in, String name, Instant otherwise) {
        String text = in.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AlibabaException.badRequest(
                    "Invalid" + name + ".Malformed", "The specified " + name + " is not valid: " + text);
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** A map in the order of its arguments: name, value, name, value and so on. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
