package io.swen.cli.supply;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys in PEM, as {@code openssl genpkey -algorithm ed25519} writes them. */
final class Keys {
    private static final String MAKE_ONE = "openssl genpkey -algorithm ed25519 -out key.pem makes a private key, "
            + "openssl pkey -in key.pem -pubout -out key.pub its public half.";

    private Keys() {}

    static PrivateKey privateKey(String pem) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(body(pem, "PRIVATE KEY")));
            if (key instanceof EdECPrivateKey) {
                return key;
            }
            throw unusable("private");
        } catch (GeneralSecurityException notAKey) {
            // The cause could quote the key, so it is left out.
            throw unusable("private");
        }
    }

    static PublicKey publicKey(String pem) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(body(pem, "PUBLIC KEY")));
            if (key instanceof EdECPublicKey) {
                return key;
            }
            throw unusable("public");
        } catch (GeneralSecurityException notAKey) {
            throw unusable("public");
        }
    }

    /** A name for a key that tells nothing about its private half. */
    static String idOf(byte[] encodedPublicKey) {
        try {
            return "SHA256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(encodedPublicKey));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] body(String pem, String kind) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + kind + "-----([A-Za-z0-9+/=\\s]{1,4096})-----END " + kind + "-----")
                .matcher(pem);
        if (!matcher.find()) {
            throw unusable(kind.equals("PRIVATE KEY") ? "private" : "public");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    private static CliException unusable(String kind) {
        return new CliException(ExitCode.USAGE, "The " + kind + " key is not an Ed25519 key in PEM", MAKE_ONE);
    }
}
