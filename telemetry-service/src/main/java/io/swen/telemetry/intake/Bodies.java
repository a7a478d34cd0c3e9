package io.swen.telemetry.intake;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Opens bodies that may be compressed; a small one that becomes huge ends at a limit. */
final class Bodies {

    private static final int BUFFER = 1 << 15;

    private Bodies() {}

    static InputStream open(HttpServletRequest request, long limit) throws IOException {
        @Nullable String given = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String encoding = given == null ? "identity" : given.toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> new Limited(request.getInputStream(), limit);
            case "gzip" -> {
                try {
                    yield new Limited(new GZIPInputStream(request.getInputStream(), BUFFER), limit);
                } catch (ZipException e) {
                    throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the body is not what gzip writes", e);
                }
            }
            default ->
                throw ProblemException.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding may be gzip or absent, and was " + encoding);
        };
    }

    /** Reads a body to its end. */
    static byte[] read(HttpServletRequest request, long limit) throws IOException {
        try (InputStream in = open(request, limit)) {
            return in.readAllBytes();
        } catch (ZipException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the body is not what gzip writes", e);
        }
    }

    static ProblemException tooLarge(long limit) {
        return ProblemException.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "the body may have at most " + limit + " bytes once it is decompressed");
    }

    private static final class Limited extends FilterInputStream {

        private final long limit;
        private long read;

        Limited(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            count(count);
            return count;
        }

        private void count(int bytes) {
            if (bytes > 0) {
                read += bytes;
                if (read > limit) {
                    throw tooLarge(limit);
                }
            }
        }
    }
}
