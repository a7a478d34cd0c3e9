package io.swen.cli.supply;

import io.swen.cli.console.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed document in a DSSE envelope (https://github.com/secure-systems-lab/dsse), signed with Ed25519.
 *
 * @param payloadType what the payload is
 * @param payload the document's bytes, exactly those that were signed
 * @param signatures who signed
 */
record Envelope(String payloadType, byte[] payload, List<Signed> signatures) {
    Envelope {
        payload = payload.clone();
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature.
     *
     * @param keyId a hint which key it is of; not trusted
     * @param signature its bytes
     */
    record Signed(String keyId, byte[] signature) {
        Signed {
            signature = signature.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    static Envelope sign(String payloadType, byte[] payload, PrivateKey key, String keyId) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(authenticated(payloadType, payload));
            return new Envelope(payloadType, payload, List.of(new Signed(keyId, signature.sign())));
        } catch (GeneralSecurityException cannot) {
            throw new IllegalArgumentException("the key cannot sign with Ed25519", cannot);
        }
    }

    /** Whether any of the signatures is the key's over exactly this payload and type. */
    boolean isSignedBy(PublicKey key) {
        return signatures.stream().anyMatch(signed -> matches(signed, key));
    }

    private boolean matches(Signed signed, PublicKey key) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(authenticated(payloadType, payload));
            return verification.verify(signed.signature());
        } catch (java.security.SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException cannot) {
            throw new IllegalArgumentException("the key cannot verify with Ed25519", cannot);
        }
    }

    /** DSSE's pre-authentication encoding, so that a signature over one type can never pass for another. */
    static byte[] authenticated(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    JsonNode toJson() {
        ObjectNode json = Json.object();
        json.put("payload", Base64.getEncoder().encodeToString(payload));
        json.put("payloadType", payloadType);
        var signed = json.putArray("signatures");
        for (Signed each : signatures) {
            signed.addObject()
                    .put("keyid", each.keyId())
                    .put("sig", Base64.getEncoder().encodeToString(each.signature()));
        }
        return json;
    }

    /** @throws IllegalArgumentException if it is not an envelope */
    static Envelope of(JsonNode json) {
        List<Signed> signatures = new ArrayList<>();
        for (JsonNode each : json.path("signatures")) {
            signatures.add(new Signed(Json.text(each, "keyid", ""), decoded(each, "sig")));
        }
        return new Envelope(Json.text(json, "payloadType", ""), decoded(json, "payload"), signatures);
    }

    private static byte[] decoded(JsonNode json, String field) {
        String text = Json.text(json, field);
        if (text == null) {
            throw new IllegalArgumentException("the envelope has no " + field);
        }
        return Base64.getDecoder().decode(text);
    }
}
