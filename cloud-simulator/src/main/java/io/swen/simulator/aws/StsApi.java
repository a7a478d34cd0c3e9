package io.swen.simulator.aws;

import io.swen.simulator.protocol.Credentials;
import io.swen.simulator.protocol.Xml;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS in the Query protocol: who is calling, and the keys of a role. Every role of the caller's account may be assumed. */
final class StsApi {

    private static final String NAMESPACE = " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"";
    private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/([\\w+=,.@/-]{1,512})");
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final int HOUR = 3_600;
    private static final int LONGEST = 43_200;
    private static final int SHORTEST = 900;

    private final Credentials credentials;
    private final Clock wall;

    StsApi(Credentials credentials, Clock wall) {
        this.credentials = credentials;
        this.wall = wall;
    }

    String answer(String action, QueryParameters in, Caller caller, String requestId) {
        Consumer<Xml> result = switch (action) {
            case "GetCallerIdentity" ->
                r -> r.leaf("Arn", "arn:aws:iam::" + caller.account() + ":user/swen")
                        .leaf("UserId", "AIDASWENSIMULATOR")
                        .leaf("Account", caller.account());
            case "AssumeRole" -> assumeRole(in, caller);
            default ->
                throw AwsException.badRequest(
                        "InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
        };
        return new Xml()
                .element(
                        action + "Response" + NAMESPACE,
                        x -> x.element(action + "Result", result)
                                .element("ResponseMetadata", m -> m.leaf("RequestId", requestId)))
                .toString();
    }

    private Consumer<Xml> assumeRole(QueryParameters in, Caller caller) {
        String arn = in.required("RoleArn");
        String session = in.required("RoleSessionName");
        Matcher role = ROLE.matcher(arn);
        if (!role.matches() || !SESSION.matcher(session).matches()) {
            throw AwsException.badRequest("ValidationError", "Not a role and a session name: " + arn + ", " + session);
        }
        if (!role.group(1).equals(caller.account())) {
            throw new AwsException(
                    403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole on resource: " + arn);
        }
        int seconds = in.number("DurationSeconds", HOUR, SHORTEST, LONGEST);
        Instant now = wall.instant();
        Credentials.Session opened =
                credentials.open("ASIA", caller.account(), now, now.plus(Duration.ofSeconds(seconds)));
        return r -> r.element(
                        "Credentials",
                        c -> c.leaf("AccessKeyId", opened.keyId())
                                .leaf("SecretAccessKey", opened.key().secret())
                                .leaf("SessionToken", opened.key().token())
                                .leaf("Expiration", now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS)))
                .element(
                        "AssumedRoleUser",
                        u -> u.leaf("AssumedRoleId", "AROASWENSIMULATOR:" + session)
                                .leaf(
                                        "Arn",
                                        "arn:aws:sts::" + caller.account() + ":assumed-role/" + role.group(2) + "/"
                                                + session));
    }
}
