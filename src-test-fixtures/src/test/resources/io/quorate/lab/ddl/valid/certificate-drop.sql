-- 2016 Enterprise
DROP CERTIFICATE PeerCert
