package io.swen.simulator.alibaba;

import io.swen.simulator.protocol.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS, version 2015-04-01: AssumeRole. Every role of the caller's account may be assumed. */
final class RamStsApi {

    private static final Pattern ROLE = Pattern.compile("acs:ram::(\\d{1,20}):role/([\\w.-]{1,64})");
    private static final Pattern SESSION = Pattern.compile("[\\w.@-]{2,64}");
    private static final int HOUR = 3_600;
    private static final int SHORTEST = 900;

    private final Credentials credentials;
    private final Clock wall;

    RamStsApi(Credentials credentials, Clock wall) {
        this.credentials = credentials;
        this.wall = wall;
    }

    Map<String, Object> answer(String action, RpcParameters in, String account) {
        if (!action.equals("AssumeRole")) {
            throw new AlibabaException(
                    404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
        }
        String arn = in.required("RoleArn");
        String session = in.required("RoleSessionName");
        Matcher role = ROLE.matcher(arn);
        if (!role.matches()) {
            throw AlibabaException.invalid("RoleArn", arn);
        }
        if (!SESSION.matcher(session).matches()) {
            throw AlibabaException.invalid("RoleSessionName", session);
        }
        if (!role.group(1).equals(account)) {
            throw new AlibabaException(403, "NoPermission", "You are not authorized to do this action: " + arn);
        }
        Instant now = wall.instant();
        Instant ends = now.plusSeconds(in.number("DurationSeconds", HOUR, SHORTEST, HOUR));
        Credentials.Session opened = credentials.open("STS.", account, now, ends);
        return EcsApi.ordered(
                "Credentials",
                EcsApi.ordered(
                        "AccessKeyId", opened.keyId(),
                        "AccessKeySecret", opened.key().secret(),
                        "SecurityToken", String.valueOf(opened.key().token()),
                        "Expiration", ends.truncatedTo(ChronoUnit.SECONDS).toString()),
                "AssumedRoleUser",
                EcsApi.ordered(
                        "Arn", "acs:ram::" + account + ":role/" + role.group(2) + "/" + session,
                        "AssumedRoleId", "300000000000000000:" + session));
    }
}
