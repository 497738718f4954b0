package measure;

import io.cloudsoft.winrm4j.client.WinRmClientContext;
import io.cloudsoft.winrm4j.winrm.WinRmTool;
import io.cloudsoft.winrm4j.winrm.WinRmToolResponse;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import javax.xml.ws.WebServiceException;
import org.apache.http.client.config.AuthSchemes;

/** Somebody who asks a host for the names of the cluster's nodes, over HTTP sealed by NTLM. */
interface Client extends AutoCloseable {
    String USER = "Administrator";
    String PASSWORD = "Lab-Passw0rd!";

    /** Asks once, and fails unless both nodes are told. */
    void ask();

    @Override
    void close();

    /** Quorate. */
    final class Ours implements Client {
        private final Quorate quorate;

        Ours(int... ports) {
            this(sealed(ports));
        }

        Ours(Quorate quorate) {
            this.quorate = quorate;
        }

        private static Quorate sealed(int... ports) {
            Map<String, URI> hosts = new LinkedHashMap<>();
            for (int i = 0; i < ports.length; i++) {
                hosts.put("hv" + (i + 1), URI.create("http://hv" + (i + 1) + ":" + ports[i] + "/wsman"));
            }
            return Quorate.builder()
                    .runtime(new Loopback())
                    .endpoint("lab", "winrm://" + String.join(",", hosts.keySet()), endpoint -> {
                        endpoint.credentials(Credentials.ntlm(USER, Secret.of(PASSWORD)));
                        hosts.forEach(endpoint::host);
                    })
                    .build();
        }

        Quorate quorate() {
            return quorate;
        }

        @Override
        public void ask() {
            if (quorate.cluster("lab").nodes().list().size() != 2) {
                throw new IllegalStateException("not two nodes");
            }
        }

        @Override
        public void close() {
            quorate.close();
        }
    }

    /** winrm4j, used as its users do: one context, one tool, a command after the other. */
    final class Winrm4j implements Client {
        private final WinRmClientContext context = WinRmClientContext.newInstance();
        private final WinRmTool tool;

        Winrm4j(int port) {
            tool = WinRmTool.Builder.builder("127.0.0.1", USER, PASSWORD)
                    .authenticationScheme(AuthSchemes.NTLM)
                    .useHttps(false)
                    .port(port)
                    .context(context)
                    .build();
        }

        @Override
        public void ask() {
            for (int left = 3; ; left--) {
                try {
                    askOnce();
                    return;
                } catch (WebServiceException e) {
                    // under load its client fails now and then: "Buffer already closed for writing"
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        }

        private void askOnce() {
            WinRmToolResponse response = tool.executePs("Get-ClusterNode | Select-Object -Property Name, State");
            if (response.getStatusCode() != 0 || !response.getStdOut().contains("HV2")) {
                throw new IllegalStateException(
                        response.getStatusCode() + " " + response.getStdOut() + response.getStdErr());
            }
        }

        @Override
        public void close() {
            context.shutdown();
        }
    }

    /** The real world, but for one thing: every host is this machine. */
    final class Loopback implements QuorateRuntime {
        private final QuorateRuntime real = QuorateRuntime.system();

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public long nanos() {
            return real.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            real.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }

        @Override
        public SocketFactory sockets() {
            return real.sockets();
        }

        @Override
        public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }
}
