package io.swen.simulator.aws;

import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.PageToken;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What the calls of EC2 read and write alike. */
final class Ec2Values {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Ec2Values() {}

    static void dryRun(QueryParameters in) {
        if (in.flag("DryRun")) {
            throw new AwsException(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
    }

    static AwsException invalidToken() {
        return AwsException.badRequest("InvalidNextToken", "The specified nextToken is not valid.");
    }

    static @Nullable String zone(QueryParameters in, RegionMarket region, String nameField, String idField) {
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

    /** The last id of the page before; empty for the first page. */
    static String after(QueryParameters in) {
        String token = in.get("NextToken");
        return token == null || token.isEmpty()
                ? ""
                : PageToken.read(token, 1).orElseThrow(Ec2Values::invalidToken).getFirst();
    }
}
