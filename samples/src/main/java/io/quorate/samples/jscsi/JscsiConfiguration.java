package io.quorate.samples.jscsi;

import io.quorate.san.Iqn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jscsi.exception.ConfigurationException;
import org.jscsi.initiator.Configuration;

/** Makes jSCSI's configuration, which it reads from files alone: a schema of its own and an XML document. */
final class JscsiConfiguration {
    /**
     * The values RFC 7143 12 calls default where it has any, one connection, no digests, no markers. Without immediate data, because jSCSI
     * then takes the status of a read from a response of its own as well.
     */
    private static final String DOCUMENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration xmlns="http://www.jscsi.org/2006-09">
              <global>
                <AuthMethod>None</AuthMethod>
                <DataDigest>None</DataDigest>
                <DataPDUInOrder>Yes</DataPDUInOrder>
                <DataSequenceInOrder>Yes</DataSequenceInOrder>
                <DefaultTime2Retain>20</DefaultTime2Retain>
                <DefaultTime2Wait>2</DefaultTime2Wait>
                <ErrorRecoveryLevel>0</ErrorRecoveryLevel>
                <FirstBurstLength>65536</FirstBurstLength>
                <HeaderDigest>None</HeaderDigest>
                <IFMarker>No</IFMarker>
                <IFMarkInt>2048</IFMarkInt>
                <ImmediateData>No</ImmediateData>
                <InitialR2T>Yes</InitialR2T>
                <InitiatorAlias>quorate</InitiatorAlias>
                <InitiatorName>%s</InitiatorName>
                <MaxBurstLength>262144</MaxBurstLength>
                <MaxConnections>1</MaxConnections>
                <MaxOutstandingR2T>1</MaxOutstandingR2T>
                <MaxRecvDataSegmentLength>8192</MaxRecvDataSegmentLength>
                <OFMarker>No</OFMarker>
                <OFMarkInt>2048</OFMarkInt>
                <SessionType>Normal</SessionType>
              </global>
              <target id="%s" address="%s" port="%d">
                <TargetName>%s</TargetName>
              </target>
            </configuration>
            """;

    private JscsiConfiguration() {}

    /** Makes one for a session; the target's name names it. Names and addresses hold nothing that XML would read as its own. */
    static Configuration of(Iqn initiator, Iqn target, InetSocketAddress address) {
        try {
            Path directory = Files.createTempDirectory("quorate-jscsi");
            Path schema = directory.resolve("jscsi.xsd");
            Path document = directory.resolve("jscsi.xml");
            try (InputStream packaged = Configuration.class.getResourceAsStream("/jscsi.xsd")) {
                if (packaged == null) {
                    throw new IllegalStateException("jSCSI's jar has lost its jscsi.xsd");
                }
                Files.copy(packaged, schema);
                Files.writeString(
                        document,
                        String.format(
                                DOCUMENT,
                                initiator,
                                target,
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                target));
                return Configuration.create(schema.toFile(), document.toFile());
            } catch (ConfigurationException e) {
                throw new IllegalStateException("jSCSI refuses its own configuration", e);
            } finally {
                Files.deleteIfExists(document);
                Files.deleteIfExists(schema);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
