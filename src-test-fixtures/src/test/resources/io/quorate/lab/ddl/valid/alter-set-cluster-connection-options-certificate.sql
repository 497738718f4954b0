-- 2025 Enterprise
ALTER AVAILABILITY GROUP [ag1] SET (CLUSTER_CONNECTION_OPTIONS = 'Encrypt=Strict;ServerCertificate=C:\certs\ag.cer')
