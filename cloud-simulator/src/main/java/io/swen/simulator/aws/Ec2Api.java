package io.swen.simulator.aws;

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
import io.swen.simulator.protocol.Xml;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EC2's Query API, version 2016-11-15. */
final class Ec2Api {

    private static final String NAMESPACE = " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter REASON_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);
    private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final int MAX_TAGS = 50;
    private static final int MAX_USER_DATA = 16_384;
    private static final int MAX_INSTANCES_A_CALL = 1_000;
    private static final Duration SPOT_HISTORY = Duration.ofDays(90);
    private static final Set<String> SPOT_PRODUCTS = Set.of("Linux/UNIX", "Linux/UNIX (Amazon VPC)");

    private static final Set<String> RUN_PARAMETERS = Set.of(
            "ImageId",
            "InstanceType",
            "MinCount",
            "MaxCount",
            "KeyName",
            "SecurityGroup",
            "SecurityGroupId",
            "SubnetId",
            "UserData",
            "ClientToken",
            "InstanceInitiatedShutdownBehavior",
            "Placement",
            "TagSpecification",
            "InstanceMarketOptions",
            "Monitoring",
            "BlockDeviceMapping",
            "NetworkInterface",
            "IamInstanceProfile",
            "EbsOptimized",
            "MetadataOptions",
            "CreditSpecification",
            "CpuOptions",
            "DisableApiTermination",
            "DisableApiStop",
            "PrivateIpAddress",
            "LaunchTemplate",
            "CapacityReservationSpecification",
            "HibernationOptions",
            "EnclaveOptions",
            "PrivateDnsNameOptions",
            "MaintenanceOptions");

    private final Market market;
    private final Fleet fleet;
    private final SimulatedClock clock;
    private final long seed;
    private final Ec2Outlook outlook;

    Ec2Api(Market market, Fleet fleet, SimulatedClock clock, long seed) {
        this.market = market;
        this.fleet = fleet;
        this.clock = clock;
        this.seed = seed;
        this.outlook = new Ec2Outlook(market, fleet, clock);
    }

    String answer(String action, QueryParameters in, Caller caller, String requestId) {
        RegionMarket region = market.region(caller.region())
                .orElseThrow(() -> new AwsException(
                        401, "AuthFailure", "AWS was not able to validate the provided access credentials"));
        Consumer<Xml> content = switch (action) {
            case "DescribeRegions" -> describeRegions(in);
            case "DescribeAvailabilityZones" -> describeAvailabilityZones(in, region);
            case "DescribeInstanceTypes" -> describeInstanceTypes(in, region);
            case "DescribeSpotPriceHistory" -> describeSpotPriceHistory(in, region);
            case "RunInstances" -> runInstances(in, region, caller);
            case "DescribeInstances" -> describeInstances(in, region, caller);
            case "DescribeSpotInstanceRequests" -> describeSpotInstanceRequests(in, region, caller);
            case "TerminateInstances" -> terminateInstances(in, region, caller);
            case "CreateTags" -> createTags(in, region, caller);
            case "DescribeInstanceStatus" -> {
                dryRun(in);
                yield outlook.describeInstanceStatus(in, region, caller);
            }
            case "GetSpotPlacementScores" -> {
                dryRun(in);
                yield outlook.getSpotPlacementScores(in, region);
            }
            default ->
                throw AwsException.badRequest(
                        "InvalidAction", "The action " + action + " is not valid for this web service.");
        };
        return new Xml()
                .element(action + "Response" + NAMESPACE, x -> {
                    x.leaf("requestId", requestId);
                    content.accept(x);
                })
                .toString();
    }

    static String error(AwsException e, String requestId) {
        return new Xml()
                .element(
                        "Response",
                        r -> r.element(
                                        "Errors",
                                        es -> es.element(
                                                "Error",
                                                x -> x.leaf("Code", e.code()).leaf("Message", e.text())))
                                .leaf("RequestID", requestId))
                .toString();
    }

    private Consumer<Xml> describeRegions(QueryParameters in) {
        dryRun(in);
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

    private Consumer<Xml> describeAvailabilityZones(QueryParameters in, RegionMarket region) {
        dryRun(in);
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

    private Consumer<Xml> describeInstanceTypes(QueryParameters in, RegionMarket region) {
        dryRun(in);
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
                .list("supportedUsageClasses", "item", usageClasses(region, t), Ec2Api::text)
                .list("supportedRootDeviceTypes", "item", List.of("ebs"), Ec2Api::text)
                .list("supportedVirtualizationTypes", "item", List.of("hvm"), Ec2Api::text)
                .leaf("bareMetal", bareMetal(t))
                .leaf("hypervisor", bareMetal(t) ? null : "nitro")
                .element(
                        "processorInfo",
                        p -> p.list("supportedArchitectures", "item", List.of(architecture(t)), Ec2Api::text))
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

    private static String architecture(CatalogInstanceType t) {
        return t.architecture().equals("arm64") ? "arm64" : "x86_64";
    }

    private static boolean bareMetal(CatalogInstanceType t) {
        return t.name().contains(".metal");
    }

    private static long mib(CatalogInstanceType t) {
        return Math.round(t.memoryGib() * 1024);
    }

    /**
     * Answers pool by pool, in each the newest price first. The next token freezes the end of the time span, so that prices
     * that change between two pages neither repeat nor get lost.
     */
    private Consumer<Xml> describeSpotPriceHistory(QueryParameters in, RegionMarket region) {
        dryRun(in);
        Instant now = clock.instant();
        int limit = in.number("MaxResults", 1_000, 1, 1_000);
        Instant end = earlier(time(in, "EndTime", now), now);
        Instant start = time(in, "StartTime", end);
        if (start.isBefore(now.minus(SPOT_HISTORY))) {
            start = now.minus(SPOT_HISTORY);
        }
        int poolIndex = 0;
        int skip = 0;
        String token = in.get("NextToken");
        if (token != null && !token.isEmpty()) {
            List<String> parts = PageToken.read(token, 4).orElseThrow(Ec2Api::invalidToken);
            try {
                start = Instant.parse(parts.get(0));
                end = Instant.parse(parts.get(1));
                poolIndex = Integer.parseInt(parts.get(2));
                skip = Integer.parseInt(parts.get(3));
            } catch (DateTimeParseException | NumberFormatException e) {
                throw invalidToken();
            }
            if (poolIndex < 0 || skip < 0 || start.isBefore(now.minus(SPOT_HISTORY.multipliedBy(2)))) {
                throw invalidToken();
            }
        }
        if (start.isAfter(end)) {
            // Asking for "now" answers the price in force.
            start = end;
        }
        Filters filters = new Filters(
                in.filters(),
                Set.of("availability-zone", "availability-zone-id", "instance-type", "product-description"));
        Set<String> types = new HashSet<>(in.list("InstanceType"));
        for (String type : types) {
            if (market.types().get(type) == null) {
                throw AwsException.badRequest(
                        "InvalidParameterValue", "Invalid value '" + type + "' for InstanceType.");
            }
        }
        List<String> products = in.list("ProductDescription");
        boolean linux = (products.isEmpty() || products.stream().anyMatch(SPOT_PRODUCTS::contains))
                && filters.accept("product-description", "Linux/UNIX");
        String zone = zone(in, region, "AvailabilityZone", "AvailabilityZoneId");
        var rows = new ArrayList<Map.Entry<Pool, SpotQuote>>();
        String next = null;
        List<Pool> pools = linux ? region.pools() : List.of();
        for (; poolIndex < pools.size() && next == null; poolIndex++, skip = 0) {
            Pool pool = pools.get(poolIndex);
            if (!pool.sellsSpot()
                    || (zone != null && !zone.equals(pool.zone()))
                    || (!types.isEmpty() && !types.contains(pool.type().name()))
                    || !filters.accept("availability-zone", ZoneNames.name(region, pool.zone()))
                    || !filters.accept("availability-zone-id", pool.zone())
                    || !filters.accept("instance-type", pool.type().name())) {
                continue;
            }
            if (rows.size() == limit) {
                next = PageToken.of(start, end, poolIndex, skip);
                break;
            }
            int room = limit - rows.size();
            List<SpotQuote> quotes = pool.spotBetween(start, end, skip + room + 1);
            for (SpotQuote quote :
                    quotes.subList(Math.min(skip, quotes.size()), Math.min(quotes.size(), skip + room))) {
                rows.add(Map.entry(pool, quote));
            }
            if (quotes.size() > skip + room) {
                next = PageToken.of(start, end, poolIndex, skip + room);
            }
        }
        String nextToken = Objects.requireNonNullElse(next, "");
        return x -> x.list(
                        "spotPriceHistorySet",
                        "item",
                        rows,
                        (item, row) -> item.leaf(
                                        "instanceType", row.getKey().type().name())
                                .leaf("productDescription", "Linux/UNIX")
                                .leaf("spotPrice", row.getValue().price().toPlainString())
                                .leaf("timestamp", TIME.format(row.getValue().since()))
                                .leaf(
                                        "availabilityZone",
                                        ZoneNames.name(region, row.getKey().zone()))
                                .leaf("availabilityZoneId", row.getKey().zone()))
                .leaf("nextToken", nextToken);
    }

    private static @Nullable String zone(QueryParameters in, RegionMarket region, String nameField, String idField) {
        String name = in.get(nameField);
        String id = in.get(idField);
        if (name != null && id != null) {
            throw AwsException.badRequest(
                    "InvalidParameterCombination",
                    "The parameters " + nameField + " and " + idField + " exclude each other");
        }
        if (id != null) {
            return ZoneNames.checkedId(region, id);
        }
        return name == null || name.isEmpty() ? null : ZoneNames.id(region, name);
    }

    private Consumer<Xml> runInstances(QueryParameters in, RegionMarket region, Caller caller) {
        in.refuseAllBut(RUN_PARAMETERS);
        String typeName = in.required("InstanceType");
        String image = image(in.required("ImageId"), region);
        in.required("MinCount");
        in.required("MaxCount");
        int min = in.number("MinCount", 1, 1, MAX_INSTANCES_A_CALL);
        int max = in.number("MaxCount", 1, 1, MAX_INSTANCES_A_CALL);
        if (min > max) {
            throw AwsException.badRequest(
                    "InvalidParameterCombination", "The MinCount " + min + " must not exceed the MaxCount " + max);
        }
        CatalogInstanceType type = market.types().get(typeName);
        if (type == null) {
            throw AwsException.badRequest(
                    "InvalidParameterValue", "Invalid value '" + typeName + "' for InstanceType.");
        }
        checkArchitecture(in.required("ImageId"), type);
        boolean spot = spot(in);
        Pool pool = pool(in, region, type, caller, spot);
        BigDecimal limit = spotLimit(in, pool, spot);
        String behaviour = Objects.requireNonNullElse(in.get("InstanceInitiatedShutdownBehavior"), "stop");
        if (!behaviour.equals("stop") && !behaviour.equals("terminate")) {
            throw AwsException.badRequest(
                    "InvalidParameterValue",
                    "Value (" + behaviour + ") for parameter InstanceInitiatedShutdownBehavior is invalid.");
        }
        String token = in.get("ClientToken");
        if (token != null
                && (token.isEmpty()
                        || token.length() > 64
                        || !StandardCharsets.US_ASCII.newEncoder().canEncode(token))) {
            throw AwsException.badRequest("InvalidParameterValue", "The client token is 1 to 64 ASCII characters long");
        }
        String userData = userData(in.get("UserData"));
        Map<String, String> tags = instanceTags(in);
        dryRun(in);
        Launch launch;
        try {
            launch = fleet.launch(new LaunchSpec(
                    Provider.AWS,
                    caller.account(),
                    region.name(),
                    pool,
                    max,
                    image,
                    spot,
                    limit,
                    behaviour.equals("terminate"),
                    in.flag("Monitoring.Enabled"),
                    "",
                    tags,
                    userData,
                    token,
                    Hashes.sha256Hex(in.fingerprint())));
        } catch (NoSpotCapacityException e) {
            throw new AwsException(
                    500,
                    "InsufficientInstanceCapacity",
                    "There is no Spot capacity available that matches your request.");
        } catch (IdempotencyMismatchException e) {
            throw AwsException.badRequest(
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
        Instant now = clock.instant();
        List<SimInstance> instances = launch.instances();
        boolean ended = instances.size() < launch.ids().size()
                || instances.stream().anyMatch(i -> InstanceStatus.of(i, now).state() == InstanceStatus.State.GONE);
        if (ended) {
            throw AwsException.badRequest(
                    "IdempotentInstanceTerminated",
                    "The instances that an earlier request with this client token launched have been terminated.");
        }
        return x -> {
            x.leaf("reservationId", instances.getFirst().reservationId())
                    .leaf("ownerId", caller.account())
                    .element("groupSet", g -> {});
            x.list("instancesSet", "item", instances, (item, i) -> instance(item, region, i, now));
        };
    }

    /** Images of any well-formed id exist; parameters of the Systems Manager resolve to an id of their own. */
    private String image(String imageId, RegionMarket region) {
        if (imageId.startsWith("resolve:ssm:")) {
            String parameter = imageId.substring("resolve:ssm:".length());
            if (!parameter.startsWith("/aws/service/")) {
                throw AwsException.badRequest(
                        "InvalidParameterValue", "The parameter " + parameter + " could not be found");
            }
            long hash = Seeded.hash(Seeded.hash(seed, region.name()), parameter);
            return "ami-0" + HexFormat.of().toHexDigits(hash);
        }
        if (!imageId.startsWith("ami-")) {
            throw AwsException.badRequest(
                    "InvalidAMIID.Malformed", "Invalid id: \"" + imageId + "\" (expecting \"ami-...\")");
        }
        if (!IMAGE_ID.matcher(imageId).matches()) {
            throw AwsException.badRequest("InvalidAMIID.Malformed", "Invalid id: \"" + imageId + "\"");
        }
        return imageId;
    }

    /** Only the public parameter names tell an image's architecture. */
    private static void checkArchitecture(String imageId, CatalogInstanceType type) {
        String image = imageId.contains("arm64")
                ? "arm64"
                : imageId.contains("x86_64") || imageId.contains("amd64") ? "x86_64" : "";
        if (!image.isEmpty() && !image.equals(architecture(type))) {
            throw AwsException.badRequest(
                    "InvalidParameterValue",
                    "The architecture '" + architecture(type) + "' of the specified instance type does not match the"
                            + " architecture '" + image
                            + "' of the specified AMI. Specify an instance type and an AMI that"
                            + " have matching architectures, and try again.");
        }
    }

    private static boolean spot(QueryParameters in) {
        String type = in.get("InstanceMarketOptions.MarketType");
        if (type == null) {
            return false;
        }
        if (!type.equals("spot")) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid value '" + type + "' for MarketType.");
        }
        String behaviour = in.get("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior");
        if (behaviour != null && !behaviour.equals("terminate")) {
            throw AwsException.badRequest(
                    "InvalidParameterCombination",
                    "The interruption behavior " + behaviour
                            + " requires a persistent request, which is not supported.");
        }
        return true;
    }

    private Pool pool(QueryParameters in, RegionMarket region, CatalogInstanceType type, Caller caller, boolean spot) {
        String zone = zone(in, region, "Placement.AvailabilityZone", "Placement.AvailabilityZoneId");
        Map<String, Pool> pools = region.poolsOf(type.name());
        if (pools.isEmpty()) {
            throw AwsException.badRequest(
                    "Unsupported",
                    "The requested configuration is currently not supported. Please check the documentation for supported"
                            + " configurations.");
        }
        Pool pool;
        if (zone == null) {
            List<Pool> open = List.copyOf(pools.values());
            String draw = caller.account() + Objects.requireNonNullElse(in.get("ClientToken"), "") + type.name();
            pool = open.get((int) (Seeded.unit(Seeded.hash(seed, draw)) * open.size()));
        } else {
            pool = pools.get(zone);
        }
        if (pool == null || (spot && !pool.sellsSpot())) {
            throw AwsException.badRequest(
                    "Unsupported",
                    "Your requested instance type (" + type.name()
                            + ") is not supported in your requested Availability Zone ("
                            + (zone == null ? region.name() : ZoneNames.name(region, zone)) + ")"
                            + (spot ? " as a Spot Instance." : "."));
        }
        return pool;
    }

    private @Nullable BigDecimal spotLimit(QueryParameters in, Pool pool, boolean spot) {
        String text = in.get("InstanceMarketOptions.SpotOptions.MaxPrice");
        if (!spot || text == null || text.isEmpty()) {
            return null;
        }
        BigDecimal limit;
        try {
            limit = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid value '" + text + "' for MaxPrice.");
        }
        if (limit.signum() <= 0) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid value '" + text + "' for MaxPrice.");
        }
        Optional<SpotQuote> current = pool.spotAt(clock.instant());
        if (current.isPresent() && current.get().price().compareTo(limit) > 0) {
            throw AwsException.badRequest(
                    "SpotMaxPriceTooLow",
                    "Your Spot request price of " + text
                            + " is lower than the minimum required Spot request fulfillment" + " price of "
                            + current.get().price().toPlainString() + ".");
        }
        return limit;
    }

    private static @Nullable String userData(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return null;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw AwsException.badRequest("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
        }
        if (decoded.length > MAX_USER_DATA) {
            throw AwsException.badRequest("InvalidParameterValue", "User data is limited to 16384 bytes");
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private static Map<String, String> instanceTags(QueryParameters in) {
        var tags = new LinkedHashMap<String, String>();
        for (QueryParameters specification : in.structures("TagSpecification")) {
            String resource = specification.required("ResourceType");
            Map<String, String> these = tags(specification);
            switch (resource) {
                case "instance" -> tags.putAll(these);
                case "volume", "network-interface", "spot-instances-request" -> {
                    // Such resources are not simulated; their tags have been checked, and go nowhere.
                }
                default ->
                    throw AwsException.badRequest(
                            "InvalidParameterValue", "'" + resource + "' is not a valid taggable resource type");
            }
        }
        return tags;
    }

    private static Map<String, String> tags(QueryParameters in) {
        var tags = new LinkedHashMap<String, String>();
        for (QueryParameters tag : in.structures("Tag")) {
            String key = tag.required("Key");
            String value = Objects.requireNonNullElse(tag.get("Value"), "");
            if (key.length() > 127 || value.length() > 255) {
                throw AwsException.badRequest(
                        "InvalidParameterValue", "Tag keys hold up to 127 characters, values up to 255: " + key);
            }
            if (key.startsWith("aws:")) {
                throw AwsException.badRequest(
                        "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
            }
            if (tags.put(key, value) != null) {
                throw AwsException.badRequest("InvalidParameterValue", "Duplicate tag key '" + key + "' specified.");
            }
        }
        if (tags.size() > MAX_TAGS) {
            throw AwsException.badRequest("TagLimitExceeded", "More than " + MAX_TAGS + " tags specified");
        }
        return tags;
    }

    private Consumer<Xml> describeInstances(QueryParameters in, RegionMarket region, Caller caller) {
        dryRun(in);
        List<String> ids = in.list("InstanceId");
        if (!ids.isEmpty() && in.get("MaxResults") != null) {
            throw AwsException.badRequest(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        int limit = in.number("MaxResults", 1_000, 5, 1_000);
        Instant now = clock.instant();
        Filters filters = new Filters(
                in.filters(),
                Set.of(
                        "instance-id",
                        "instance-state-name",
                        "instance-state-code",
                        "instance-type",
                        "instance-lifecycle",
                        "availability-zone",
                        "client-token",
                        "image-id",
                        "reservation-id",
                        "tag-key"));
        List<SimInstance> matching = (ids.isEmpty()
                        ? fleet.list(Provider.AWS, caller.account(), region.name())
                        : find(ids, region, caller))
                .stream()
                        .filter(i -> matches(filters, region, i, InstanceStatus.of(i, now)))
                        .toList();
        String token = in.get("NextToken");
        String after = token == null || token.isEmpty()
                ? ""
                : PageToken.read(token, 1).orElseThrow(Ec2Api::invalidToken).getFirst();
        List<SimInstance> rest =
                matching.stream().filter(i -> i.id().compareTo(after) > 0).toList();
        List<SimInstance> page = rest.subList(0, Math.min(rest.size(), limit));
        var reservations = new LinkedHashMap<String, List<SimInstance>>();
        page.forEach(i -> reservations
                .computeIfAbsent(i.reservationId(), r -> new ArrayList<>())
                .add(i));
        return x -> {
            x.list(
                    "reservationSet",
                    "item",
                    reservations.entrySet(),
                    (item, r) -> item.leaf("reservationId", r.getKey())
                            .leaf("ownerId", caller.account())
                            .element("groupSet", g -> {})
                            .list(
                                    "instancesSet",
                                    "item",
                                    r.getValue(),
                                    (i, instance) -> instance(i, region, instance, now)));
            x.leaf(
                    "nextToken",
                    rest.size() > limit ? PageToken.of(page.getLast().id()) : null);
        };
    }

    private static boolean matches(Filters filters, RegionMarket region, SimInstance i, InstanceStatus status) {
        return filters.accept("instance-id", i.id())
                && filters.accept("instance-state-name", stateName(status))
                && filters.accept("instance-state-code", Integer.toString(stateCode(status)))
                && filters.accept("instance-type", i.type())
                && filters.accept("instance-lifecycle", i.spot() ? "spot" : "")
                && filters.accept("availability-zone", ZoneNames.name(region, i.zone()))
                && filters.accept("client-token", i.clientToken())
                && filters.accept("image-id", i.imageId())
                && filters.accept("reservation-id", i.reservationId())
                && filters.acceptAny("tag-key", List.copyOf(i.tags().keySet()))
                && filters.acceptTags(i.tags());
    }

    private List<SimInstance> find(List<String> ids, RegionMarket region, Caller caller) {
        var missing = new ArrayList<String>();
        var found = new LinkedHashMap<String, SimInstance>();
        for (String id : ids) {
            if (!INSTANCE_ID.matcher(id).matches()) {
                throw AwsException.badRequest("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
            }
            fleet.find(Provider.AWS, caller.account(), region.name(), id)
                    .ifPresentOrElse(i -> found.put(id, i), () -> missing.add(id));
        }
        if (missing.size() == 1) {
            throw AwsException.badRequest(
                    "InvalidInstanceID.NotFound", "The instance ID '" + missing.getFirst() + "' does not exist");
        }
        if (!missing.isEmpty()) {
            throw AwsException.badRequest(
                    "InvalidInstanceID.NotFound", "The instance IDs '" + String.join(", ", missing) + "' do not exist");
        }
        return found.values().stream()
                .sorted(Comparator.comparing(SimInstance::id))
                .toList();
    }

    private void instance(Xml item, RegionMarket region, SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        item.leaf("instanceId", i.id())
                .leaf("imageId", i.imageId())
                .element("instanceState", s -> s.leaf("code", stateCode(status)).leaf("name", stateName(status)))
                .leaf(
                        "privateDnsName",
                        "ip-" + i.privateIp().replace('.', '-') + "." + region.name() + ".compute.internal")
                .leaf("dnsName", "")
                .leaf("reason", transition(status, i))
                .leaf("amiLaunchIndex", i.launchIndex())
                .leaf("instanceType", i.type())
                .leaf("launchTime", TIME.format(i.launchedAt()))
                .element(
                        "placement",
                        p -> p.leaf("availabilityZone", ZoneNames.name(region, i.zone()))
                                .leaf("availabilityZoneId", i.zone())
                                .leaf("groupName", "")
                                .leaf("tenancy", "default"))
                .element("monitoring", m -> m.leaf("state", i.detailedMonitoring() ? "enabled" : "disabled"));
        if (!status.ending()) {
            item.leaf("privateIpAddress", i.privateIp());
        }
        InstanceStatus.End end = status.end();
        if (end != null) {
            item.element("stateReason", r -> stateReason(r, end));
        } else if (status.state() == InstanceStatus.State.PENDING) {
            item.element("stateReason", r -> r.leaf("code", "pending").leaf("message", "pending"));
        }
        item.leaf(
                        "architecture",
                        Optional.ofNullable(market.types().get(i.type()))
                                .map(Ec2Api::architecture)
                                .orElse(null))
                .leaf("rootDeviceType", "ebs")
                .leaf("virtualizationType", "hvm")
                .leaf("clientToken", i.clientToken())
                .list(
                        "tagSet",
                        "item",
                        i.tags().entrySet(),
                        (t, tag) -> t.leaf("key", tag.getKey()).leaf("value", tag.getValue()))
                .leaf("hypervisor", "xen");
        if (i.spot()) {
            item.leaf("instanceLifecycle", "spot").leaf("spotInstanceRequestId", spotRequestId(i));
        }
    }

    private static void stateReason(Xml reason, InstanceStatus.End end) {
        switch (end) {
            case USER ->
                reason.leaf("code", "Client.UserInitiatedShutdown")
                        .leaf("message", "Client.UserInitiatedShutdown: User initiated shutdown");
            case SHUTDOWN ->
                reason.leaf("code", "Client.InstanceInitiatedShutdown")
                        .leaf("message", "Client.InstanceInitiatedShutdown: Instance initiated shutdown");
            case INTERRUPTION ->
                reason.leaf("code", "Server.SpotInstanceTermination")
                        .leaf("message", "Server.SpotInstanceTermination: Spot instance termination");
        }
    }

    private static String transition(InstanceStatus status, SimInstance i) {
        InstanceStatus.End end = status.end();
        if (end == null) {
            return "";
        }
        return switch (end) {
            case USER ->
                "User initiated (" + REASON_TIME.format(Objects.requireNonNullElse(i.deletedAt(), status.since()))
                        + ")";
            case SHUTDOWN -> "";
            case INTERRUPTION -> "Server.SpotInstanceTermination";
        };
    }

    /** The call through which EC2 shows that an instance has had its two minutes' notice. */
    private Consumer<Xml> describeSpotInstanceRequests(QueryParameters in, RegionMarket region, Caller caller) {
        dryRun(in);
        List<String> ids = in.list("SpotInstanceRequestId");
        Filters filters =
                new Filters(in.filters(), Set.of("instance-id", "spot-instance-request-id", "state", "status-code"));
        Instant now = clock.instant();
        int limit = in.number("MaxResults", 1_000, 5, 1_000);
        String token = in.get("NextToken");
        String after = token == null || token.isEmpty()
                ? ""
                : PageToken.read(token, 1).orElseThrow(Ec2Api::invalidToken).getFirst();
        List<SimInstance> rest = fleet.list(Provider.AWS, caller.account(), region.name()).stream()
                .filter(SimInstance::spot)
                .filter(i -> ids.isEmpty() || ids.contains(spotRequestId(i)))
                .filter(i -> filters.accept("instance-id", i.id())
                        && filters.accept("spot-instance-request-id", spotRequestId(i))
                        && filters.accept("state", spotRequestState(InstanceStatus.of(i, now)))
                        && filters.accept("status-code", spotRequestStatus(InstanceStatus.of(i, now))))
                .filter(i -> i.id().compareTo(after) > 0)
                .toList();
        List<SimInstance> page = rest.subList(0, Math.min(rest.size(), limit));
        return x -> {
            x.list("spotInstanceRequestSet", "item", page, (item, i) -> {
                InstanceStatus status = InstanceStatus.of(i, now);
                BigDecimal most = i.spotLimit();
                if (most == null) {
                    most = region.pool(i.zone(), i.type())
                            .map(Pool::onDemandPrice)
                            .orElse(null);
                }
                item.leaf("spotInstanceRequestId", spotRequestId(i))
                        .leaf("spotPrice", most == null ? null : most.toPlainString())
                        .leaf("type", "one-time")
                        .leaf("state", spotRequestState(status))
                        .element(
                                "status",
                                s -> s.leaf("code", spotRequestStatus(status))
                                        .leaf("updateTime", TIME.format(status.since())))
                        .leaf("instanceId", i.id())
                        .leaf("createTime", TIME.format(i.launchedAt()))
                        .leaf("productDescription", "Linux/UNIX")
                        .leaf("launchedAvailabilityZone", ZoneNames.name(region, i.zone()))
                        .leaf("instanceInterruptionBehavior", "terminate");
            });
            x.leaf(
                    "nextToken",
                    rest.size() > limit ? PageToken.of(page.getLast().id()) : null);
        };
    }

    private static String spotRequestId(SimInstance i) {
        return "sir-" + i.id().substring(11);
    }

    private static String spotRequestState(InstanceStatus status) {
        return status.end() == null ? "active" : "closed";
    }

    private static String spotRequestStatus(InstanceStatus status) {
        InstanceStatus.End end = status.end();
        if (end == null) {
            return status.noticedUntil() == null ? "fulfilled" : "marked-for-termination";
        }
        return end == InstanceStatus.End.INTERRUPTION
                ? "instance-terminated-no-capacity"
                : "instance-terminated-by-user";
    }

    private Consumer<Xml> terminateInstances(QueryParameters in, RegionMarket region, Caller caller) {
        List<String> ids = in.list("InstanceId");
        if (ids.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter InstanceId");
        }
        List<SimInstance> before = find(ids, region, caller);
        dryRun(in);
        Map<String, InstanceStatus> previous = new HashMap<>();
        before.forEach(i -> previous.put(i.id(), fleet.status(i)));
        fleet.delete(before);
        List<SimInstance> after = find(ids, region, caller);
        return x -> x.list("instancesSet", "item", after, (item, i) -> {
            InstanceStatus current = fleet.status(i);
            InstanceStatus earlier = Objects.requireNonNullElse(previous.get(i.id()), current);
            item.leaf("instanceId", i.id())
                    .element(
                            "currentState",
                            s -> s.leaf("code", stateCode(current)).leaf("name", stateName(current)))
                    .element(
                            "previousState",
                            s -> s.leaf("code", stateCode(earlier)).leaf("name", stateName(earlier)));
        });
    }

    private Consumer<Xml> createTags(QueryParameters in, RegionMarket region, Caller caller) {
        List<String> ids = in.list("ResourceId");
        if (ids.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter ResourceId");
        }
        Map<String, String> tags = tags(in);
        if (tags.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter Tag");
        }
        for (String id : ids) {
            if (!id.startsWith("i-")) {
                throw AwsException.badRequest("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
        List<SimInstance> targets = find(ids, region, caller);
        for (SimInstance target : targets) {
            long total = Stream.concat(target.tags().keySet().stream(), tags.keySet().stream())
                    .distinct()
                    .count();
            if (total > MAX_TAGS) {
                throw AwsException.badRequest(
                        "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
            }
        }
        dryRun(in);
        fleet.tag(targets, tags);
        return x -> x.leaf("return", true);
    }

    static String stateName(InstanceStatus status) {
        return switch (status.state()) {
            case PENDING -> "pending";
            case RUNNING -> "running";
            case STOPPING -> "stopping";
            case STOPPED -> "stopped";
            case SHUTTING_DOWN -> "shutting-down";
            case GONE -> "terminated";
        };
    }

    static int stateCode(InstanceStatus status) {
        return switch (status.state()) {
            case PENDING -> 0;
            case RUNNING -> 16;
            case SHUTTING_DOWN -> 32;
            case GONE -> 48;
            case STOPPING -> 64;
            case STOPPED -> 80;
        };
    }

    private static void dryRun(QueryParameters in) {
        if (in.flag("DryRun")) {
            throw new AwsException(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
    }

    private static int offset(QueryParameters in, int size) {
        String token = in.get("NextToken");
        if (token == null || token.isEmpty()) {
            return 0;
        }
        try {
            int offset = Integer.parseInt(
                    PageToken.read(token, 1).orElseThrow(Ec2Api::invalidToken).getFirst());
            if (offset >= 0 && offset <= size) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw invalidToken();
        }
        throw invalidToken();
    }

    static AwsException invalidToken() {
        return AwsException.badRequest("InvalidNextToken", "The specified nextToken is not valid.");
    }

    private static Instant time(QueryParameters in, String name, Instant otherwise) {
        String text = in.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid value '" + text + "' for " + name + ".");
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
