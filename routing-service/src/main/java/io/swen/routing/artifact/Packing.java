package io.swen.routing.artifact;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How contents are made small. A difference is the exclusive or with the base's bytes: artifacts of a kind lay their columns out
 * alike, so what did not change becomes zeros, which deflate to next to nothing.
 */
final class Packing {

    private static final int CHUNK = 1 << 16;

    private Packing() {}

    static byte[] deflate(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, content.length / 8));
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        }
    }

    /**
     * The content that was deflated.
     *
     * @throws DataFormatException where it is not one of exactly this size
     */
    static byte[] inflate(byte[] packed, int size) throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            byte[] content = new byte[size];
            int at = 0;
            while (at < size) {
                int more = inflater.inflate(content, at, size - at);
                if (more == 0) {
                    throw new DataFormatException("ends after " + at + " of " + size + " bytes");
                }
                at += more;
            }
            if (inflater.inflate(new byte[1]) != 0) {
                throw new DataFormatException("is longer than " + size + " bytes");
            }
            return content;
        }
    }

    /** As long as the content; applied to a difference it gives the content back. */
    static byte[] difference(byte[] content, byte[] base) {
        byte[] difference = Arrays.copyOf(content, content.length);
        int common = Math.min(content.length, base.length);
        for (int i = 0; i < common; i++) {
            difference[i] ^= base[i];
        }
        return difference;
    }
}
