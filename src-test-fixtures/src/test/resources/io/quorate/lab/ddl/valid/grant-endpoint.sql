-- 2016 Enterprise
GRANT CONNECT ON ENDPOINT::[Hadr_endpoint] TO [LAB\sqlsvc]
