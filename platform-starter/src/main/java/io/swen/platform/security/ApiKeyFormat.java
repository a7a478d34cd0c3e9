package io.swen.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * How API keys look: {@code swen_}, 40 random letters and digits, and six more that check them. A scanner finds such a key in a
 * text, and a mistyped one is refused before anybody is asked.
 */
public final class ApiKeyFormat {

    public static final String PREFIX = "swen_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 40;
    private static final int CHECK = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM + CHECK;

    private ApiKeyFormat() {}

    /** A new key with 238 random bits. */
    public static String generate(SecureRandom random) {
        StringBuilder key = new StringBuilder(LENGTH).append(PREFIX);
        random.ints(RANDOM, 0, ALPHABET.length()).forEach(letter -> key.append(ALPHABET.charAt(letter)));
        return key.append(check(key)).toString();
    }

    /** Whether somebody means an API key by this. */
    public static boolean looksLikeKey(String value) {
        return value.startsWith(PREFIX);
    }

    /** Whether it could be a key that was given out; says nothing about whether it was. */
    public static boolean isWellFormed(String value) {
        if (value.length() != LENGTH || !looksLikeKey(value)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (ALPHABET.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return value.endsWith(check(value.substring(0, LENGTH - CHECK)));
    }

    private static String check(CharSequence key) {
        CRC32 crc = new CRC32();
        crc.update(key.toString().getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] letters = new char[CHECK];
        for (int i = CHECK - 1; i >= 0; i--) {
            letters[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(letters);
    }
}
