package io.swen.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, as hexadecimal text. */
public final class Checksums {
    private Checksums() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String of(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return of(content);
        }
    }

    public static String of(InputStream content) throws IOException {
        DigestInputStream counted = new DigestInputStream(content, digest());
        counted.transferTo(OutputStream.nullOutputStream());
        return text(counted.getMessageDigest());
    }
}
