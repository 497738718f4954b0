-- 2016 Enterprise
DROP LOGIN [LAB\SQL2$]
