package io.swen.identity.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A key as its holder has it: {@code swen_<prefix>_<random>_<checksum>}. The prefix is public and names the key; the checksum is
 * the CRC-32 of what stands before it, so that a scanner of repositories and a typing error are told without a database.
 */
record KeyText(String prefix, String text) {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX_LENGTH = 10;
    /** 32 of 62 letters are 190 bits. */
    private static final int RANDOM_LENGTH = 32;

    private static final int CHECKSUM_LENGTH = 6;
    private static final Pattern FORM = Pattern.compile("(swen_([0-9A-Za-z]{10})_[0-9A-Za-z]{32}_)([0-9A-Za-z]{6})");

    static KeyText random(SecureRandom random) {
        String prefix = letters(random, PREFIX_LENGTH);
        String head = "swen_" + prefix + "_" + letters(random, RANDOM_LENGTH) + "_";
        return new KeyText(prefix, head + checksum(head));
    }

    /** The key in a text, if it is one by its form and checksum. */
    static Optional<KeyText> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && checksum(parts.group(1)).equals(parts.group(3))
                ? Optional.of(new KeyText(parts.group(2), text))
                : Optional.empty();
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "KeyText[prefix=" + prefix + ", text=redacted]";
    }

    private static String letters(SecureRandom random, int count) {
        return random.ints(count, 0, ALPHABET.length())
                .map(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String checksum(String head) {
        CRC32 crc = new CRC32();
        crc.update(head.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] letters = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            letters[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(letters);
    }
}
