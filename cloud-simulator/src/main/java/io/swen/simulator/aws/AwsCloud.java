package io.swen.simulator.aws;

import io.swen.catalog.PriceCatalog;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The front door of AWS: checks the signature, finds the service from its scope, strikes faults, throttles, answers. */
public final class AwsCloud implements Cloud {

    /** A standard queue takes nearly any number of calls. */
    private static final Limit QUEUE = new Limit(3_000, 3_000);

    /** EC2's published default buckets: 100 tokens and 20 a second for Describe calls, less for those that change things. */
    private static final Map<String, Limit> LIMITS = Map.of(
            "RunInstances", new Limit(5, 2),
            "TerminateInstances", new Limit(100, 5),
            "CreateTags", new Limit(100, 10),
            "GetProducts", new Limit(20, 10),
            "GetMetricData", new Limit(100, 50),
            "GetCostAndUsage", new Limit(5, 5),
            "ReceiveMessage", QUEUE,
            "DeleteMessage", QUEUE,
            "DeleteMessageBatch", QUEUE);

    private static final Limit DESCRIBE = new Limit(100, 20);
    private static final Pattern OFFER_FILE =
            Pattern.compile("/offers/v1\\.0/aws/AmazonEC2/current/([a-z0-9-]+)/index\\.csv");
    private static final Set<String> SERVICES = Set.of("ec2", "pricing", "monitoring", "sts", "sqs", "ce");

    /** Whose action stands in a header. */
    private static final Set<String> JSON_SERVICES = Set.of("pricing", "sqs", "ce");

    private final SignatureV4 signatures;
    private final Throttle throttle;
    private final FaultList faults;
    private final Ec2Api ec2;
    private final PricingApi pricing;
    private final CloudWatchApi cloudWatch;
    private final SqsApi sqs;
    private final CostExplorerApi costExplorer;
    private final StsApi sts;

    public AwsCloud(
            PriceCatalog catalog,
            Market market,
            Fleet fleet,
            SimulatedClock clock,
            Clock wall,
            Credentials credentials,
            Throttle throttle,
            FaultList faults,
            long seed) {
        this.signatures = new SignatureV4(credentials, wall);
        this.throttle = throttle;
        this.faults = faults;
        this.ec2 = new Ec2Api(market, fleet, clock, seed);
        this.pricing = new PricingApi(catalog, market);
        this.cloudWatch = new CloudWatchApi(fleet, clock);
        this.sqs = new SqsApi(fleet, clock, wall);
        this.costExplorer = new CostExplorerApi(market, fleet, clock);
        this.sts = new StsApi(credentials, wall);
    }

    @Override
    public Outcome answer(ApiRequest request) {
        String requestId = UUID.randomUUID().toString();
        Matcher offerFile = OFFER_FILE.matcher(request.path());
        if (request.method().equals("GET") && offerFile.matches()) {
            return answered(pricing.offerFile(offerFile.group(1)), Duration.ZERO, "PriceFile");
        }
        Caller caller;
        try {
            caller = signatures.verify(request);
        } catch (SignatureV4.RefusedException e) {
            String service = Objects.requireNonNullElseGet(e.service(), () -> guessService(request));
            return answered(error(service, refused(service, e), requestId), Duration.ZERO, "-");
        }
        String service = caller.service();
        if (!SERVICES.contains(service)) {
            var unknown = new AwsException(404, "UnknownService", "No service " + service + " is simulated here.");
            return answered(error(service, unknown, requestId), Duration.ZERO, "-");
        }
        String action = action(service, request);
        Optional<Fault> fault = faults.take(call(action, request, caller));
        Duration delay = Duration.ofMillis(
                fault.map(f -> Objects.requireNonNullElse(f.delayMs(), 0L)).orElse(0L));
        ApiResponse response;
        try {
            String injected = fault.map(Fault::error).orElse(null);
            if (injected != null) {
                throw injected(injected);
            }
            if (fault.filter(Fault::isCapacity).isPresent()) {
                throw injected("InsufficientInstanceCapacity");
            }
            if (fault.filter(Fault::isThrottle).isPresent()) {
                throw throttled(service);
            }
            if (!throttle.admits(caller.account(), caller.region(), action, LIMITS.getOrDefault(action, DESCRIBE))) {
                throw throttled(service);
            }
            response = work(service, action, request, caller, requestId);
        } catch (AwsException e) {
            response = error(service, e, requestId);
        }
        return fault.filter(Fault::dropsAnswer).isPresent()
                ? new Outcome.Dropped(delay, action)
                : answered(response, delay, action);
    }

    private Fault.Call call(String action, ApiRequest request, Caller caller) {
        if (!action.equals("RunInstances")) {
            return new Fault.Call("aws", action, caller.region(), null, null);
        }
        var parameters = request.parameters();
        return new Fault.Call(
                "aws",
                action,
                caller.region(),
                ec2.zoneId(caller.region(), parameters.get("Placement.AvailabilityZone")),
                parameters.get("InstanceType"));
    }

    @Override
    public ApiResponse failure(String requestId) {
        return error("ec2", new AwsException(500, "InternalError", "An internal error has occurred"), requestId);
    }

    private ApiResponse work(String service, String action, ApiRequest request, Caller caller, String requestId) {
        return switch (service) {
            case "pricing" -> pricing.answer(action, request, requestId);
            case "monitoring" ->
                xml(200, cloudWatch.answer(action, new QueryParameters(request.parameters()), caller, requestId));
            case "sts" -> xml(200, sts.answer(action, new QueryParameters(request.parameters()), caller, requestId));
            case "sqs" -> sqs.answer(action, request, caller, requestId);
            case "ce" -> costExplorer.answer(action, request, caller, requestId);
            default -> xml(200, ec2.answer(action, new QueryParameters(request.parameters()), caller, requestId));
        };
    }

    private static String action(String service, ApiRequest request) {
        if (JSON_SERVICES.contains(service)) {
            String target = Objects.requireNonNullElse(request.header("x-amz-target"), "");
            return target.substring(target.lastIndexOf('.') + 1);
        }
        return request.parameters().getOrDefault("Action", "");
    }

    /** Who an unsigned request was meant for. */
    private static String guessService(ApiRequest request) {
        String target = request.header("x-amz-target");
        if (target != null) {
            return target.startsWith("AmazonSQS") ? "sqs" : target.startsWith("AWSInsights") ? "ce" : "pricing";
        }
        return switch (request.parameters().getOrDefault("Version", "")) {
            case "2010-08-01" -> "monitoring";
            case "2011-06-15" -> "sts";
            default -> "ec2";
        };
    }

    private static AwsException refused(String service, SignatureV4.RefusedException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        return switch (service) {
            case "ec2" ->
                switch (e.refusal()) {
                    case MISSING -> new AwsException(403, "MissingAuthenticationToken", message);
                    case MALFORMED -> new AwsException(400, "IncompleteSignature", message);
                    case EXPIRED -> new AwsException(400, "RequestExpired", message);
                    case UNKNOWN_KEY, MISMATCH ->
                        new AwsException(
                                401, "AuthFailure", "AWS was not able to validate the provided access credentials");
                };
            case "pricing", "sqs", "ce" ->
                switch (e.refusal()) {
                    case MISSING -> new AwsException(400, "MissingAuthenticationTokenException", message);
                    case MALFORMED -> new AwsException(400, "IncompleteSignatureException", message);
                    case UNKNOWN_KEY -> new AwsException(400, "UnrecognizedClientException", message);
                    case EXPIRED, MISMATCH -> new AwsException(400, "InvalidSignatureException", message);
                };
            default ->
                switch (e.refusal()) {
                    case MISSING -> new AwsException(403, "MissingAuthenticationToken", message);
                    case MALFORMED -> new AwsException(400, "IncompleteSignature", message);
                    case UNKNOWN_KEY -> new AwsException(403, "InvalidClientTokenId", message);
                    case EXPIRED, MISMATCH -> new AwsException(403, "SignatureDoesNotMatch", message);
                };
        };
    }

    private static AwsException throttled(String service) {
        return switch (service) {
            case "ec2" -> new AwsException(503, "RequestLimitExceeded", "Request limit exceeded.");
            case "pricing", "sqs" -> new AwsException(400, "ThrottlingException", "Rate exceeded");
            case "ce" -> new AwsException(400, "LimitExceededException", "Rate exceeded");
            default -> new AwsException(400, "Throttling", "Rate exceeded");
        };
    }

    private static AwsException injected(String code) {
        int status = switch (code) {
            case "InternalError", "InternalFailure", "InsufficientInstanceCapacity", "InternalErrorException" -> 500;
            case "RequestLimitExceeded", "Unavailable", "ServiceUnavailable" -> 503;
            case "AuthFailure" -> 401;
            case "UnauthorizedOperation" -> 403;
            default -> 400;
        };
        String message = code.equals("InsufficientInstanceCapacity")
                ? "We currently do not have sufficient capacity in the Availability Zone you requested."
                : "An error was asked for by the simulator's list of faults.";
        return new AwsException(status, code, message);
    }

    private static ApiResponse error(String service, AwsException e, String requestId) {
        return switch (service) {
            case "pricing" -> PricingApi.error(e, requestId);
            case "sqs" -> SqsApi.error(e, requestId);
            case "ce" -> CostExplorerApi.error(e, requestId);
            case "monitoring" ->
                xml(e.status(), CloudWatchApi.error(e, "http://monitoring.amazonaws.com/doc/2010-08-01/", requestId));
            case "sts" ->
                xml(e.status(), CloudWatchApi.error(e, "https://sts.amazonaws.com/doc/2011-06-15/", requestId));
            default -> xml(e.status(), Ec2Api.error(e, requestId));
        };
    }

    private static ApiResponse xml(int status, String body) {
        return ApiResponse.of(status, "text/xml;charset=UTF-8", body);
    }

    private static Outcome answered(ApiResponse response, Duration delay, String action) {
        return new Outcome.Answered(response, delay, action);
    }
}
