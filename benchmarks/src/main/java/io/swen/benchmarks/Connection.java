package io.swen.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection, kept alive where the server keeps it, that costs as little as possible beside the server it measures (RFC 9112). */
final class Connection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER = 16_384;

    /** So much of an answer is kept, for a report of a failure. */
    private static final int SHOWN = 400;

    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean closing;
    private String beginning = "";

    Connection(int port) throws IOException {
        this.port = port;
        socket = open();
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    private Socket open() throws IOException {
        Socket opened = new Socket(InetAddress.getLoopbackAddress(), port);
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(TIMEOUT_MILLIS);
        return opened;
    }

    /** The bytes of a request; {@code body} may be empty. */
    static byte[] request(String method, String path, String token, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and reads its answer to the end; gives the status. */
    int exchange(byte[] request) throws IOException {
        beginning = "";
        if (closing) {
            socket.close();
            socket = open();
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            out = socket.getOutputStream();
            closing = false;
        }
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            closing |= lower.startsWith("connection:") && lower.contains("close");
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size);
                in.skipNBytes(2);
            }
            in.skipNBytes(2);
        } else {
            skip(length);
        }
        return status;
    }

    /** How the body of the last answer began. */
    String beginning() {
        return beginning;
    }

    private void skip(int size) throws IOException {
        int shown = Math.min(size, SHOWN);
        byte[] first = in.readNBytes(shown);
        beginning = new String(first, StandardCharsets.UTF_8);
        in.skipNBytes(size - shown);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
