package io.swen.platform.redaction;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.List;

/** Lets no label value into a metric that looks like a secret or is longer than any of ours. */
final class RedactedTags implements MeterFilter {

    /** Shorter than every secret that has a pattern. */
    private static final int HARMLESS = 12;

    private static final int LONGEST = 200;

    @Override
    public Meter.Id map(Meter.Id id) {
        List<Tag> tags = id.getTags();
        for (int at = 0; at < tags.size(); at++) {
            if (isRefused(tags.get(at).getValue())) {
                return id.replaceTags(redacted(tags));
            }
        }
        return id;
    }

    private static List<Tag> redacted(List<Tag> tags) {
        List<Tag> kept = new ArrayList<>(tags.size());
        for (Tag tag : tags) {
            kept.add(isRefused(tag.getValue()) ? Tag.of(tag.getKey(), Redaction.MASK) : tag);
        }
        return kept;
    }

    private static boolean isRefused(String value) {
        return value.length() > LONGEST || (value.length() >= HARMLESS && Redaction.looksSecret(value));
    }
}
