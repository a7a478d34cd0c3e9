package io.swen.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * How API keys look: {@code swen_<prefix>_<random>_<checksum>}. The prefix is public and names the key; the checksum is the CRC-32
 * of what stands before it, so that scanners find keys in texts and a mistyped one is refused before anybody is asked.
 */
public final class ApiKeyFormat {

    private static final String BEGINNING = "swen_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX = 10;
    /** 32 of 62 letters are 190 bits. */
    private static final int RANDOM = 32;

    private static final int CHECKSUM = 6;
    private static final int HEAD = BEGINNING.length() + PREFIX + 1 + RANDOM + 1;

    private ApiKeyFormat() {}

    /** A new key. */
    public static String generate(SecureRandom random) {
        String head = BEGINNING + letters(random, PREFIX) + "_" + letters(random, RANDOM) + "_";
        return head + checksum(head);
    }

    /** Whether somebody means an API key by this. */
    public static boolean looksLikeKey(String value) {
        return value.startsWith(BEGINNING);
    }

    /** Whether it could be a key that was given out; says nothing about whether it was. */
    public static boolean isWellFormed(String value) {
        return value.length() == HEAD + CHECKSUM
                && looksLikeKey(value)
                && value.charAt(BEGINNING.length() + PREFIX) == '_'
                && value.charAt(HEAD - 1) == '_'
                && value.chars().allMatch(letter -> letter == '_' || ALPHABET.indexOf(letter) >= 0)
                && checksum(value.substring(0, HEAD)).equals(value.substring(HEAD));
    }

    /** The public part of a well-formed key. */
    public static String prefix(String key) {
        return key.substring(BEGINNING.length(), BEGINNING.length() + PREFIX);
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
        char[] letters = new char[CHECKSUM];
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            letters[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(letters);
    }
}
