package io.swen.simulator.alibaba;

import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.market.Market;
import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.Cloud;
import io.swen.simulator.protocol.Credentials;
import io.swen.simulator.protocol.Fault;
import io.swen.simulator.protocol.FaultList;
import io.swen.simulator.protocol.Outcome;
import io.swen.simulator.protocol.Throttle;
import io.swen.simulator.protocol.Throttle.Limit;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** The front door of Alibaba Cloud: checks the signature, finds the product by its version, strikes faults, throttles, answers. */
public final class AlibabaCloud implements Cloud {

    private static final String ECS = "2014-05-26";
    private static final String CMS = "2019-01-01";
    private static final String BSS = "2017-12-14";
    private static final String STS = "2015-04-01";

    /** Flow control of the order that Alibaba Cloud documents by API, spread over its minute. */
    private static final Map<String, Limit> LIMITS = Map.of(
            "RunInstances", new Limit(20, 4),
            "DeleteInstance", new Limit(50, 10),
            "DeleteInstances", new Limit(20, 4),
            "DescribeMetricList", new Limit(50, 50));

    private static final Set<String> VERSIONS = Set.of(ECS, CMS, BSS, STS);
    private static final Limit DESCRIBE = new Limit(100, 30);

    private final RpcSignature signatures;
    private final Throttle throttle;
    private final FaultList faults;
    private final EcsApi ecs;
    private final CmsApi cms;
    private final BssApi bss;
    private final RamStsApi sts;

    public AlibabaCloud(
            Market market,
            Fleet fleet,
            SimulatedClock clock,
            Clock wall,
            Credentials credentials,
            Throttle throttle,
            FaultList faults,
            long seed) {
        this.signatures = new RpcSignature(credentials, wall);
        this.throttle = throttle;
        this.faults = faults;
        this.ecs = new EcsApi(market, fleet, clock, seed);
        this.cms = new CmsApi(fleet, clock);
        this.bss = new BssApi(market, fleet, clock);
        this.sts = new RamStsApi(credentials, wall);
    }

    @Override
    public Outcome answer(ApiRequest request) {
        String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(request.header("host"), "");
        SortedMap<String, String> parameters = request.parameters();
        String format = parameters.get("Format");
        String action = parameters.getOrDefault("Action", "");
        String region = parameters.getOrDefault("RegionId", "");
        Duration delay = Duration.ZERO;
        ApiResponse response;
        boolean dropped = false;
        try {
            String version = parameters.getOrDefault("Version", "");
            if (action.isEmpty()) {
                throw AlibabaException.badRequest("MissingAction", "Action is mandatory for this action.");
            }
            if (!VERSIONS.contains(version)) {
                throw AlibabaException.badRequest("InvalidVersion", "Specified parameter Version is not valid.");
            }
            String account = signatures.verify(request.method(), parameters);
            Optional<Fault> fault = faults.take(new Fault.Call(
                    "alibaba", action, region, parameters.get("ZoneId"), parameters.get("InstanceType")));
            if (fault.isPresent()) {
                delay = Duration.ofMillis(Objects.requireNonNullElse(fault.get().delayMs(), 0L));
                dropped = fault.get().dropsAnswer();
                String error = fault.get().error();
                if (error != null) {
                    throw injected(error);
                }
                if (fault.get().isCapacity()) {
                    throw injected("OperationDenied.NoStock");
                }
                if (fault.get().isThrottle()) {
                    throw throttled();
                }
            }
            if (!throttle.admits(account, region, action, LIMITS.getOrDefault(action, DESCRIBE))) {
                throw throttled();
            }
            RpcParameters in = new RpcParameters(parameters);
            Map<String, Object> content = switch (version) {
                case CMS -> cms.answer(action, in, account);
                case BSS -> bss.answer(action, in, account);
                case STS -> sts.answer(action, in, account);
                default -> ecs.answer(action, in, account);
            };
            response = Rendering.answer(action, format, requestId, content);
        } catch (AlibabaException e) {
            response = Rendering.error(e, format, requestId, host);
        }
        return dropped ? new Outcome.Dropped(delay, action) : new Outcome.Answered(response, delay, action);
    }

    @Override
    public ApiResponse failure(String requestId) {
        return Rendering.error(
                new AlibabaException(
                        500,
                        "InternalError",
                        "The request processing has failed due to some unknown error, exception or failure."),
                "JSON",
                requestId,
                "");
    }

    private static AlibabaException throttled() {
        return AlibabaException.badRequest("Throttling.User", "Request was denied due to user flow control.");
    }

    private static AlibabaException injected(String code) {
        int status = switch (code) {
            case "InternalError" -> 500;
            case "ServiceUnavailable", "ServiceUnavailable.RegionOverloaded" -> 503;
            case "OperationDenied.NoStock", "Forbidden.RAM" -> 403;
            default -> 400;
        };
        String message = code.equals("OperationDenied.NoStock")
                ? "The requested resource is sold out in the specified zone; try other types of resources or other regions and zones."
                : "An error was asked for by the simulator's list of faults.";
        return new AlibabaException(status, code, message);
    }
}
