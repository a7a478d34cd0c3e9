package io.swen.simulator.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a Query protocol call, with the refusals EC2 answers for bad ones. */
final class QueryParameters {

    private final SortedMap<String, String> all;

    QueryParameters(SortedMap<String, String> all) {
        this.all = all;
    }

    @Nullable
    String get(String name) {
        return all.get(name);
    }

    String required(String name) {
        String value = all.get(name);
        if (value == null || value.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    boolean flag(String name) {
        String value = all.get(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw AwsException.badRequest(
                "InvalidParameterValue", "Invalid value '" + value + "' for " + name + ". Expected true or false");
    }

    int number(String name, int otherwise, int min, int max) {
        String value = all.get(name);
        if (value == null) {
            return otherwise;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw AwsException.badRequest(
                    "InvalidParameterValue", "Invalid value '" + value + "' for " + name + ". Expected a number");
        }
        if (number < min || number > max) {
            throw AwsException.badRequest(
                    "InvalidParameterValue",
                    "Value ( " + number + " ) for parameter " + name + " is invalid. Expecting a value between " + min
                            + " and " + max + ".");
        }
        return number;
    }

    /** The values of {@code prefix.1}, {@code prefix.2} and so on. */
    List<String> list(String prefix) {
        var values = new ArrayList<String>();
        for (int i = 1; all.get(prefix + "." + i) instanceof String value; i++) {
            values.add(value);
        }
        return values;
    }

    /** The structures {@code prefix.1.*}, {@code prefix.2.*} and so on, each with its own names. */
    List<QueryParameters> structures(String prefix) {
        var structures = new ArrayList<QueryParameters>();
        for (int i = 1; ; i++) {
            String start = prefix + "." + i + ".";
            var inner = new TreeMap<String, String>();
            all.tailMap(start).entrySet().stream()
                    .takeWhile(e -> e.getKey().startsWith(start))
                    .forEach(e -> inner.put(e.getKey().substring(start.length()), e.getValue()));
            if (inner.isEmpty()) {
                return structures;
            }
            structures.add(new QueryParameters(inner));
        }
    }

    /** The {@code Filter.N.Name} and {@code Filter.N.Value.M} of a Describe call. */
    Map<String, List<String>> filters() {
        var filters = new LinkedHashMap<String, List<String>>();
        for (QueryParameters filter : structures("Filter")) {
            filters.computeIfAbsent(filter.required("Name"), n -> new ArrayList<>())
                    .addAll(filter.list("Value"));
        }
        return filters;
    }

    /** Refuses parameters a call does not have, by the first part of their names. */
    void refuseAllBut(Set<String> known) {
        for (String name : all.keySet()) {
            int dot = name.indexOf('.');
            String first = dot < 0 ? name : name.substring(0, dot);
            if (!known.contains(first)
                    && !first.equals("Action")
                    && !first.equals("Version")
                    && !first.equals("DryRun")) {
                throw AwsException.badRequest("UnknownParameter", "The parameter " + first + " is not recognized");
            }
        }
    }

    /** All parameters as one text, to tell two calls apart. */
    String fingerprint() {
        return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining("\n"));
    }
}
