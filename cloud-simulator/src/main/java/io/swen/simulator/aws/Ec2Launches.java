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
import io.swen.simulator.protocol.Xml;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The launch of instances. */
final class Ec2Launches {

    private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final int MAX_USER_DATA = 16_384;
    private static final int MAX_INSTANCES_A_CALL = 1_000;

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
    private final Ec2Instances instances;

    Ec2Launches(Market market, Fleet fleet, SimulatedClock clock, long seed, Ec2Instances instances) {
        this.market = market;
        this.fleet = fleet;
        this.clock = clock;
        this.seed = seed;
        this.instances = instances;
    }

    Consumer<Xml> runInstances(QueryParameters in, RegionMarket region, Caller caller) {
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
        Ec2Values.dryRun(in);
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
        List<SimInstance> launched = launch.instances();
        boolean ended = launched.size() < launch.ids().size()
                || launched.stream().anyMatch(i -> InstanceStatus.of(i, now).state() == InstanceStatus.State.GONE);
        if (ended) {
            throw AwsException.badRequest(
                    "IdempotentInstanceTerminated",
                    "The instances that an earlier request with this client token launched have been terminated.");
        }
        return x -> {
            x.leaf("reservationId", launched.getFirst().reservationId())
                    .leaf("ownerId", caller.account())
                    .element("groupSet", g -> {});
            x.list("instancesSet", "item", launched, (item, i) -> instances.write(item, region, i, now));
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
        if (!image.isEmpty() && !image.equals(Ec2Places.architecture(type))) {
            throw AwsException.badRequest(
                    "InvalidParameterValue",
                    "The architecture '" + Ec2Places.architecture(type)
                            + "' of the specified instance type does not match the"
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
        String zone = Ec2Values.zone(in, region, "Placement.AvailabilityZone", "Placement.AvailabilityZoneId");
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
            Map<String, String> these = Ec2Tags.read(specification);
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
}
