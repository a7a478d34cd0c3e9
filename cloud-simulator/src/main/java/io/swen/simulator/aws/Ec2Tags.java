package io.swen.simulator.aws;

import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The tags of instances. */
final class Ec2Tags {

    private static final int MAX_TAGS = 50;

    private final Fleet fleet;
    private final Ec2Instances instances;

    Ec2Tags(Fleet fleet, Ec2Instances instances) {
        this.fleet = fleet;
        this.instances = instances;
    }

    Consumer<Xml> createTags(QueryParameters in, RegionMarket region, Caller caller) {
        List<String> ids = in.list("ResourceId");
        if (ids.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter ResourceId");
        }
        Map<String, String> tags = read(in);
        if (tags.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter Tag");
        }
        for (String id : ids) {
            if (!id.startsWith("i-")) {
                throw AwsException.badRequest("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
        List<SimInstance> targets = instances.find(ids, region, caller);
        for (SimInstance target : targets) {
            long total = Stream.concat(target.tags().keySet().stream(), tags.keySet().stream())
                    .distinct()
                    .count();
            if (total > MAX_TAGS) {
                throw AwsException.badRequest(
                        "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
            }
        }
        Ec2Values.dryRun(in);
        fleet.tag(targets, tags);
        return x -> x.leaf("return", true);
    }

    static Map<String, String> read(QueryParameters in) {
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
}
