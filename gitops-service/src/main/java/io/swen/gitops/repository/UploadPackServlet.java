package io.swen.gitops.repository;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fetching half of Git's smart HTTP protocol over JGit's own {@link UploadPack}; what is pushed goes on to
 * {@link ReceivedPacks}.
 *
 * @see <a href="https://git-scm.com/docs/http-protocol">gitprotocol-http</a>
 */
final class UploadPackServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(UploadPackServlet.class);
    private static final String SERVICE = "git-upload-pack";
    private static final String RECEIVE = "git-receive-pack";
    private static final String ROOT = "/" + EnvironmentRepository.NAME;
    private static final int TIMEOUT_SECONDS = 60;

    private final transient EnvironmentRepository environments;
    private final transient ReceivedPacks pushes;

    UploadPackServlet(EnvironmentRepository environments, ReceivedPacks pushes) {
        this.environments = environments;
        this.pushes = pushes;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(ROOT + "/info/refs").equals(request.getPathInfo())) {
            refuse(response, 404, "there is only " + ROOT);
            return;
        }
        String service = request.getParameter("service");
        if (RECEIVE.equals(service)) {
            begin(response, "application/x-git-receive-pack-advertisement");
            PacketLineOut out = new PacketLineOut(response.getOutputStream());
            out.writeString("# service=" + RECEIVE + "\n");
            out.end();
            pushes.pack().sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
            return;
        }
        if (!SERVICE.equals(service)) {
            refuse(response, 403, "this repository speaks the smart protocol only");
            return;
        }
        begin(response, "application/x-git-upload-pack-advertisement");
        UploadPack pack = pack(request.getHeader("Git-Protocol"));
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(response.getOutputStream())), SERVICE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ((ROOT + "/" + RECEIVE).equals(request.getPathInfo())) {
            pushes.receive(request, response);
            return;
        }
        if (!(ROOT + "/" + SERVICE).equals(request.getPathInfo())) {
            refuse(response, 404, "there is only " + ROOT);
            return;
        }
        if (!isUploadPackRequest(request.getContentType())) {
            refuse(response, 415, "the body must be application/x-git-upload-pack-request");
            return;
        }
        begin(response, "application/x-git-upload-pack-result");
        try (InputStream in = "gzip".equals(request.getHeader("Content-Encoding"))
                        ? new GZIPInputStream(request.getInputStream())
                        : request.getInputStream();
                OutputStream out = response.getOutputStream()) {
            pack(request.getHeader("Git-Protocol")).uploadWithExceptionPropagation(in, out, null);
        } catch (org.eclipse.jgit.transport.ServiceMayNotContinueException e) {
            LOG.warn("a fetch was refused", e);
            if (!response.isCommitted()) {
                refuse(response, e.getStatusCode(), "the fetch was refused");
            }
        }
    }

    /** Whatever parameters the type has: a proxy on the way may add a charset. */
    private static boolean isUploadPackRequest(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/x-git-upload-pack-request");
    }

    private UploadPack pack(@Nullable String protocol) {
        UploadPack pack = new UploadPack(environments.jgit());
        pack.setBiDirectionalPipe(false);
        pack.setTimeout(TIMEOUT_SECONDS);
        if (protocol != null) {
            pack.setExtraParameters(Arrays.asList(protocol.split(":")));
        }
        return pack;
    }

    private static void begin(HttpServletResponse response, String contentType) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(why);
    }
}
