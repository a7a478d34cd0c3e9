package io.swen.routing.candidate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network bandwidth of AWS's instance types, from a dated list that ships with SWEN, for offers that come without one.
 * Alibaba Cloud's is not known here.
 */
final class Networks {

    private static final String LIST = "aws-network.tsv";
    private static final Map<String, Double> AWS = read();

    private Networks() {}

    /** Gbit/s that are there all the time, or null where the list does not tell. */
    static @Nullable Double gbps(String provider, String instanceType) {
        return provider.equals("aws") ? AWS.get(instanceType) : null;
    }

    private static Map<String, Double> read() {
        Map<String, Double> read = new HashMap<>();
        try (InputStream stream = Networks.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new IllegalStateException(LIST + " is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    Double gbps = Double.valueOf(line.substring(0, tab));
                    for (String type : line.substring(tab + 1).split(" ")) {
                        read.put(type, gbps);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
        return read;
    }
}
