package io.swen.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Hangs up on a service when a body cannot be passed on to its end, because it is too long or the caller went away. Otherwise the
 * client would close the chunked body as if it were complete, and the service would take the beginning for the whole.
 */
final class UnfinishedBodies implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpEntity body = request.getEntity();
        if (body != null) {
            request.setEntity(new Whole(body, scope.execRuntime));
        }
        return chain.proceed(request, scope);
    }

    private static final class Whole extends HttpEntityWrapper {

        private final ExecRuntime connection;

        Whole(HttpEntity body, ExecRuntime connection) {
            super(body);
            this.connection = connection;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            boolean complete = false;
            try {
                super.writeTo(out);
                complete = true;
            } finally {
                if (!complete) {
                    connection.discardEndpoint();
                }
            }
        }
    }
}
